package dev.portside.http.route;

import dev.portside.http.Response;

/**
 * One concern of the pipeline, around the handlers behind it: it may answer by itself, change the call on its way in and the
 * response on its way out, or leave both as they are.
 *
 * <p>Made once; {@link #handle} is called for each request, by many threads.
 */
@FunctionalInterface
public interface Filter {

    /**
     * Answers the call, mostly by {@code next}.
     *
     * @throws dev.portside.http.ProblemException when the response is a problem
     */
    Response handle(Call call, Handler next);

    /** Returns a handler that passes each call through this filter. */
    default Handler around(Handler next) {
        return call -> handle(call, next);
    }
}

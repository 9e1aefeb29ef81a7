package dev.portside.http.route;

import dev.portside.http.Response;

/** Function from a call to its response. Runs on the thread of the request and may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers the call.
     *
     * @throws dev.portside.http.ProblemException when the response is a problem
     */
    Response handle(Call call);
}

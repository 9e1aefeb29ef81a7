package dev.portside.http.pipeline;

import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log with a line for each request, without anything that a client may have meant to keep to itself: no query, body or
 * address. Called by the thread of the request; safe for use by many.
 */
@FunctionalInterface
public interface AccessLog {

    /** The name of the logger that decides whether there are lines at all: at {@code info} there are. */
    String LOGGER = "dev.portside.access";

    /**
     * Through SLF4J, as key-value pairs of an event with the message {@code request}; the request's id is in the logging
     * context, as for every line that is written while the request is worked on.
     */
    AccessLog SLF4J = throughSlf4j(request -> "request");

    /** The same, with a message that says it all: the logging of most programs shows no key-value pairs. */
    AccessLog IN_WORDS = throughSlf4j(request -> request.method() + " " + request.route() + " " + request.status()
            + ", " + request.bytes() + " bytes in " + request.micros() / 1_000.0 + " ms");

    private static AccessLog throughSlf4j(Function<Served, String> message) {
        Logger log = LoggerFactory.getLogger(LOGGER);
        return request -> {
            if (log.isInfoEnabled()) {
                log.atInfo()
                        .addKeyValue("method", request.method())
                        .addKeyValue("route", request.route())
                        .addKeyValue("status", request.status())
                        .addKeyValue("bytes", request.bytes())
                        .addKeyValue("ms", request.micros() / 1_000.0)
                        .addKeyValue("trace_id", request.traceId())
                        .log(message.apply(request));
            }
        };
    }

    /**
     * A request and how it was answered.
     *
     * @param method as sent, when it is 1 to 16 capital letters; {@code -} for what a client made up
     * @param route the template of its path; {@code -} when there is none
     * @param bytes of the answer's content
     * @param micros from its arrival to the end of its answer, or to when the answer was handed to the server
     */
    record Served(String method, String route, int status, long bytes, long micros, String requestId, String traceId) {}

    /** Notes that a request was answered. */
    void served(Served request);
}

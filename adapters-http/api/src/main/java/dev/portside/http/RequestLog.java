package dev.portside.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per request, without anything that a client may have meant to keep to itself: no query, body or address. The
 * request's id is in the logging context, as for every line that is written while the request is worked on.
 */
final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.portside.access");

    private RequestLog() {}

    static void served(String method, String route, int status, long bytes, long nanos, Trace trace) {
        if (LOG.isInfoEnabled()) {
            LOG.atInfo()
                    .addKeyValue("method", method)
                    .addKeyValue("route", route)
                    .addKeyValue("status", status)
                    .addKeyValue("bytes", bytes)
                    .addKeyValue("ms", Math.round(nanos / 1_000.0) / 1_000.0)
                    .addKeyValue("trace_id", trace.traceId())
                    .log("request");
        }
    }
}

package dev.portside.http.pipeline;

import dev.portside.http.Payload;
import dev.portside.http.Response;
import dev.portside.http.body.MeteredOutputStream;
import dev.portside.http.route.Call;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;

/** Counts and logs each request once: a stream when it has been sent, any other response when it is ready to be written. */
final class AccessLogFilter implements Filter {

    private static final int MAX_LOGGED_METHOD = 16;

    private final RequestMetrics metrics;
    private final AccessLog log;

    AccessLogFilter(RequestMetrics metrics, AccessLog log) {
        this.metrics = metrics;
        this.log = log;
    }

    @Override
    public Response handle(Call call, Handler next) {
        Response response = next.handle(call);
        return switch (response.payload()) {
            case Payload.None none -> recorded(call, response, 0);
            case Payload.Bytes(byte[] bytes) -> recorded(call, response, bytes.length);
            case Payload.Stream(Payload.Writer writer, boolean endless) ->
                response.with(new Payload.Stream(counted(call, response.status(), writer), endless));
        };
    }

    private Payload.Writer counted(Call call, int status, Payload.Writer writer) {
        return out -> {
            MeteredOutputStream counting = new MeteredOutputStream(out, 0);
            try {
                writer.writeTo(counting);
            } finally {
                record(call, status, counting.count());
            }
        };
    }

    private Response recorded(Call call, Response response, long bytes) {
        record(call, response.status(), bytes);
        return response;
    }

    private void record(Call call, int status, long bytes) {
        long nanos = System.nanoTime() - call.started();
        metrics.count(call.routeMethod(), call.template(), status, nanos);
        log.served(new AccessLog.Served(
                logged(call.request().method()),
                call.template(),
                status,
                bytes,
                nanos / 1_000,
                call.requestId(),
                call.traceId()));
    }

    /** A log has no place for whatever a client makes up. */
    private static String logged(String method) {
        boolean plain = method.length() <= MAX_LOGGED_METHOD && method.chars().allMatch(c -> c >= 'A' && c <= 'Z');
        return plain ? method : Call.NO_ROUTE;
    }
}

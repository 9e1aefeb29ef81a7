package dev.portside.http.filter;

import dev.portside.http.Payload;
import dev.portside.http.Response;
import dev.portside.http.route.Call;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;
import org.slf4j.MDC;

/** Puts the request's id into the logging context, also while a stream is sent, and into the response. */
public final class TraceFilter implements Filter {

    /** Key in the logging context. */
    private static final String REQUEST_ID = "request_id";

    @Override
    public Response handle(Call call, Handler next) {
        MDC.put(REQUEST_ID, call.requestId());
        try {
            Response response = next.handle(call)
                    .with(
                            new Response.Field("X-Request-Id", call.requestId()),
                            new Response.Field("traceparent", call.traceparent()));
            return response.payload() instanceof Payload.Stream stream
                    ? response.with(new Payload.Stream(logged(call.requestId(), stream.writer()), stream.endless()))
                    : response;
        } finally {
            MDC.remove(REQUEST_ID);
        }
    }

    private static Payload.Writer logged(String requestId, Payload.Writer writer) {
        return out -> {
            MDC.put(REQUEST_ID, requestId);
            try {
                writer.writeTo(out);
            } finally {
                MDC.remove(REQUEST_ID);
            }
        };
    }
}

package dev.portside.http.hosts;

import dev.portside.http.Payload;
import dev.portside.http.pipeline.Api;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Lets the API word what Jetty refuses before it has found an application, instead of Jetty's page. */
final class JettyErrorHandler implements Request.Handler {

    private static final int FALLBACK = 500;

    private final Api api;

    JettyErrorHandler(Api api) {
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer named ? named : FALLBACK;
        HttpFields sent = request.getHeaders();
        dev.portside.http.Response refusal = api.refuse(status, sent::getValuesList);
        response.setStatus(refusal.status());
        for (dev.portside.http.Response.Field field : refusal.fields()) {
            response.getHeaders().add(field.name(), field.value());
        }
        ByteBuffer body = refusal.payload() instanceof Payload.Bytes(byte[] bytes)
                ? ByteBuffer.wrap(bytes)
                : ByteBuffer.allocate(0);
        response.write(true, body, callback);
        return true;
    }
}

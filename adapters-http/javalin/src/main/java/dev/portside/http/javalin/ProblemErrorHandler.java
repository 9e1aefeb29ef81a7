package dev.portside.http.javalin;

import dev.portside.http.Body;
import dev.portside.http.Headers;
import dev.portside.http.Payload;
import dev.portside.http.pipeline.Api;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Lets the API word what Jetty refuses by itself: headers too large, malformed requests. */
final class ProblemErrorHandler implements Request.Handler {

    private static final int FALLBACK = 500;

    private final Api api;

    ProblemErrorHandler(Api api) {
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean named = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer;
        int status = named ? (int) request.getAttribute(ErrorHandler.ERROR_STATUS) : response.getStatus();
        HttpFields fields = request.getHeaders();
        Headers sent = name -> {
            List<String> values = fields.getValuesList(name);
            return values.isEmpty() ? ExactHttp.sentSoFar(request.getConnectionMetaData(), name) : values;
        };
        dev.portside.http.Response refusal = asksAboutServer(request)
                ? api.handle(new dev.portside.http.Request("OPTIONS", "", "*", "", sent, Body.NONE))
                : api.refuse(status < 400 ? FALLBACK : status, sent);
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

    /** No context of Jetty's is found for it, although it is no path. */
    private static boolean asksAboutServer(Request request) {
        return request.getMethod().equals("OPTIONS")
                && "*".equals(request.getHttpURI().getPath());
    }
}

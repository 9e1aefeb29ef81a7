package dev.portside.http.hosts;

import dev.portside.http.Payload;
import dev.portside.http.pipeline.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Lets the API word what Tomcat refuses before it has found an application, instead of Tomcat's page. */
final class TomcatErrorValve extends ErrorReportValve {

    private final Api api;

    TomcatErrorValve(Api api) {
        this.api = api;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        dev.portside.http.Response refusal =
                api.refuse(response.getStatus(), name -> Collections.list(request.getHeaders(name)));
        response.setStatus(refusal.status());
        for (dev.portside.http.Response.Field field : refusal.fields()) {
            response.addHeader(field.name(), field.value());
        }
        try {
            if (refusal.payload() instanceof Payload.Bytes(byte[] bytes)) {
                response.getOutputStream().write(bytes);
            }
            response.finishResponse();
        } catch (IOException e) {
            throw new UncheckedIOException("The client has left.", e);
        }
    }
}

package dev.portside.http.filter;

import dev.portside.http.Payload;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;
import java.util.List;

/** Answers 304 for what the client has already, and 412 for what it does not want (RFC 9110 §13.1.1, §13.1.2). */
public final class ConditionalFilter implements Filter {

    @Override
    public Response handle(Call call, Handler next) {
        return conditional(call.request(), next.handle(call));
    }

    private static Response conditional(Request request, Response response) {
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        if (!read || response.status() != 200) {
            return response;
        }
        if (response.first("ETag")
                .filter(tag -> ETags.clientRefuses(tag, request.headers()))
                .isPresent()) {
            throw StandardProblems.preconditionFailed().exception();
        }
        boolean unchanged = response.first("ETag")
                .filter(tag -> ETags.clientHas(tag, request.headers()))
                .isPresent();
        if (!unchanged) {
            return response;
        }
        List<Response.Field> kept = response.fields().stream()
                .filter(field -> !field.name().equals("Content-Type"))
                .toList();
        return new Response(304, kept, Payload.NONE);
    }
}

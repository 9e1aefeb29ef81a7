package dev.portside.http.json;

import dev.portside.http.Problem;
import dev.portside.http.Response;
import dev.portside.http.StatusText;

/** Rendering of a {@link Problem} as {@code application/problem+json} (RFC 9457). */
public final class ProblemJson {

    private static final String CONTENT_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** Returns the response that reports the problem. Besides the members of RFC 9457 it has {@code error} and {@code request_id}. */
    public static Response response(Problem problem, String requestId) {
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "urn:portside:problem:" + problem.code());
            json.writeStringProperty("title", StatusText.of(problem.status()));
            json.writeNumberProperty("status", problem.status());
            json.writeStringProperty("detail", problem.detail());
            json.writeStringProperty("error", problem.detail());
            json.writeStringProperty("request_id", requestId);
            problem.writeErrors(json);
            json.writeEndObject();
        });
        return Response.of(problem.status(), CONTENT_TYPE, body)
                .with("Cache-Control", "no-store")
                .with(problem.fields());
    }
}

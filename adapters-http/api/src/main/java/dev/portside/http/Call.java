package dev.portside.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A request at the route that answers it: its parts, read on demand. */
public final class Call {

    private final Request request;
    private final Map<String, String> parameters;
    private final Query query;
    private final Json json;
    private final int maxBody;

    Call(Request request, Map<String, String> parameters, Query query, Json json, int maxBody) {
        this.request = request;
        this.parameters = parameters;
        this.query = query;
        this.json = json;
        this.maxBody = maxBody;
    }

    public Request request() {
        return request;
    }

    /** The decoded part of the path that stands for {@code {name}} in the route's template. */
    public String path(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route's template has no {" + name + "}.");
        }
        return value;
    }

    public Query query() {
        return query;
    }

    public Optional<String> header(String name) {
        return request.headers().first(name);
    }

    /**
     * The body as JSON.
     *
     * @param mediaTypes that may say so, in lower case
     * @throws Refusal with 415 for any other type, 413 for a body beyond the route's limit, 400 for what is not JSON
     */
    public JsonNode json(Set<String> mediaTypes) {
        MediaTypes.requireContent(request.headers(), mediaTypes);
        return json.read(bytes());
    }

    private byte[] bytes() {
        if (request.body().declaredLength() > maxBody) {
            throw tooLarge();
        }
        try (InputStream in = request.body().open()) {
            byte[] bytes = in.readNBytes(maxBody);
            if (bytes.length == maxBody && in.read() >= 0) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.of(400, "incomplete_body", "the body did not arrive whole")
                    .refusal();
        }
    }

    private Refusal tooLarge() {
        return new Problem(
                        413,
                        "body_too_large",
                        "the body must be at most " + maxBody + " bytes",
                        List.of(),
                        // What is left of the body is not read, so the connection cannot be used again.
                        List.of(new Response.Field("Connection", "close")))
                .refusal();
    }
}

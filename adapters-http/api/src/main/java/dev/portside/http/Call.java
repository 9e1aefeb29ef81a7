package dev.portside.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A request at the route that answers it: its parts, read on demand. */
public final class Call {

    private static final int INITIAL_BYTES = 1_024;
    private static final long SECOND = 1_000_000_000;

    private final Request request;
    private final Map<String, String> parameters;
    private final Query query;
    private final Json json;
    private final ApiSettings settings;

    Call(Request request, Map<String, String> parameters, Query query, Json json, ApiSettings settings) {
        this.request = request;
        this.parameters = parameters;
        this.query = query;
        this.json = json;
        this.settings = settings;
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
     * @throws Refusal with 415 for any other type, 413 for too large a body, 408 for too slow a one, 400 for what is not
     *     JSON
     */
    public JsonNode json(Set<String> mediaTypes) {
        MediaTypes.requireContent(request.headers(), mediaTypes);
        return json.read(bytes());
    }

    private byte[] bytes() {
        if (request.body().declaredLength() > settings.maxBody()) {
            throw tooLarge();
        }
        long started = System.nanoTime();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
        byte[] chunk = new byte[INITIAL_BYTES];
        try (InputStream in = request.body().open()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                bytes.write(chunk, 0, read);
                if (bytes.size() > settings.maxBody()) {
                    throw tooLarge();
                }
                requireRate(bytes.size(), System.nanoTime() - started);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() || e instanceof InterruptedIOException
                    ? tooSlow()
                    : Problem.of(400, "incomplete_body", "the body did not arrive whole")
                            .refusal();
        }
    }

    /** The first second is free, for a client that thinks before it sends. */
    private void requireRate(long bytes, long nanos) {
        long billed = nanos - SECOND;
        if (billed > 0 && bytes < (double) settings.minBodyRate() * billed / SECOND) {
            throw tooSlow();
        }
    }

    private static Refusal tooSlow() {
        return unread(408, "request_timeout", "the body arrived too slowly");
    }

    private Refusal tooLarge() {
        return unread(413, "body_too_large", "the body must be at most " + settings.maxBody() + " bytes");
    }

    /** What is left of the body is not read, so the connection cannot be used again. */
    private static Refusal unread(int status, String code, String detail) {
        return Problem.of(status, code, detail).with("Connection", "close").refusal();
    }
}

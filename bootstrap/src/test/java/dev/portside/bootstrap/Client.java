package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a server as its users do. */
final class Client {

    /** A page is shared for a second. */
    private static final int MOST_TRIES = 100_000;

    static final String USERS = "/api/v1/users";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    Client(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** Hangs up: some servers wait, when they stop, for connections that have nothing to say. */
    void leave() {
        http.shutdownNow();
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** Begins to read a stream of lines; closing the reader closes the connection. */
    BufferedReader listen(String path) {
        try {
            HttpResponse<InputStream> response =
                    http.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofInputStream());
            assertEquals(200, response.statusCode());
            assertEquals(Optional.of("text/event-stream"), response.headers().firstValue("Content-Type"));
            return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer, read whole. */
    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        Answer expect(int status) {
            assertEquals(status, status(), text());
            return this;
        }

        /** Checks that it is a problem as every problem must be, and returns it. */
        JsonNode problem(int status, String code) {
            expect(status);
            assertEquals(Optional.of("application/problem+json"), header("Content-Type"));
            JsonNode problem = json();
            assertEquals("urn:portside:problem:" + code, problem.get("type").stringValue());
            assertEquals(status, problem.get("status").intValue());
            assertEquals(problem.get("detail"), problem.get("error"));
            assertEquals(
                    header("X-Request-Id").orElseThrow(),
                    problem.get("request_id").stringValue());
            return problem;
        }

        /** Checks that it is a 400 about this field. */
        void invalid(String field) {
            JsonNode problem = problem(400, "invalid");
            assertEquals(field, problem.get("errors").get(0).get("field").stringValue(), text());
        }

        /** The target of a relation in {@code Link}. */
        Optional<String> link(String relation) {
            Matcher matcher = Pattern.compile("<([^>]*)>; rel=\"" + relation + "\"")
                    .matcher(header("Link").orElse(""));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }
    }

    /** The page of metrics that was made after this was called: it counts the requests for itself, so no two are equal. */
    String freshMetrics() {
        String before = get("/metrics").expect(200).text();
        String page = before;
        for (int tries = 0; page.equals(before); tries++) {
            if (tries == MOST_TRIES) {
                throw new AssertionError("The page of metrics stays as it is: " + page);
            }
            page = get("/metrics").expect(200).text();
        }
        return page;
    }

    Answer get(String target, String... headers) {
        return send("GET", target, null, headers);
    }

    Answer post(String target, String json, String... headers) {
        return send("POST", target, json, with(headers, "Content-Type", "application/json"));
    }

    Answer put(String target, String json, String... headers) {
        return send("PUT", target, json, with(headers, "Content-Type", "application/json"));
    }

    Answer patch(String target, String json, String... headers) {
        return send("PATCH", target, json, with(headers, "Content-Type", "application/merge-patch+json"));
    }

    Answer delete(String target, String... headers) {
        return send("DELETE", target, null, headers);
    }

    /** Registers a user and returns it. */
    JsonNode register(String name, String email) {
        return post(USERS, user(name, email)).expect(201).json();
    }

    static String user(String name, String email) {
        return JSON.writeValueAsString(JSON.createObjectNode().put("name", name).put("email", email));
    }

    /** Posts these bytes as of this type. */
    Answer upload(String target, String type, byte[] body) {
        return upload("POST", target, type, body);
    }

    /** Sends these bytes as of this type. */
    Answer upload(String method, String target, String type, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", type));
        all.addAll(List.of(headers));
        return exchange(method, target, BodyPublishers.ofByteArray(body), all.toArray(String[]::new));
    }

    /** The same without saying how many they are. */
    Answer uploadInChunks(String method, String target, String type, byte[] body) {
        return exchange(
                method,
                target,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "Content-Type",
                type);
    }

    Answer send(String method, String target, @Nullable String body, String... headers) {
        return exchange(
                method, target, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
    }

    private Answer exchange(String method, String target, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(target))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] with(String[] headers, String name, String value) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(name)) {
                return headers;
            }
        }
        String[] more = new String[headers.length + 2];
        System.arraycopy(headers, 0, more, 2, headers.length);
        more[0] = name;
        more[1] = value;
        return more;
    }
}

package dev.portside.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that can be asked for.
 *
 * @param template the path, with {@code {name}} for a segment that varies: {@code /api/v1/users/{id}}
 * @param produces the media type of the answer; empty when it has none, or when any client must be able to read it
 * @param kind what the route is for, which decides which limits it passes through
 */
public record Route(
        String method, String template, Optional<String> produces, Kind kind, Function<Call, Response> handler) {

    /** What a route is for. */
    public enum Kind {
        /** Work for clients: bounded, and refused while the server is starting. */
        BUSINESS,
        /** A question of whoever runs the server: answered at any time, before any limit. */
        OPERATIONS
    }

    public static Route business(String method, String template, String produces, Function<Call, Response> handler) {
        return new Route(method, template, Optional.of(produces), Kind.BUSINESS, handler);
    }

    /** A route whose answer has no content. */
    public static Route business(String method, String template, Function<Call, Response> handler) {
        return new Route(method, template, Optional.empty(), Kind.BUSINESS, handler);
    }

    public static Route operations(String method, String template, Function<Call, Response> handler) {
        return new Route(method, template, Optional.empty(), Kind.OPERATIONS, handler);
    }
}

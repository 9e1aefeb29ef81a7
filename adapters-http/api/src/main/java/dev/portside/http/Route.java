package dev.portside.http;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * One thing that can be asked for.
 *
 * @param template the path, with {@code {name}} for a segment that varies: {@code /api/v1/users/{id}}
 * @param produces the media type of the answer; empty when it has none, or when any client must be able to read it
 * @param consumes the media types that its body may have, in lower case; empty when it has no body
 * @param kind what the route is for, which decides which limits it passes through
 * @param maxBody bytes that its body may have; empty for {@link ApiSettings#maxBody}
 * @param safe whether it only asks (RFC 9110 §9.2.1), so that there is no use in going on once the client has left
 */
public record Route(
        String method,
        String template,
        Optional<String> produces,
        Set<String> consumes,
        Kind kind,
        OptionalInt maxBody,
        boolean safe,
        Function<Call, Response> handler) {

    /** What a route is for. */
    public enum Kind {
        /** Work for clients: bounded, and refused while the server is starting. */
        BUSINESS,
        /** A question of whoever runs the server: answered at any time, before any limit. */
        OPERATIONS
    }

    public static Route business(String method, String template, String produces, Function<Call, Response> handler) {
        return of(method, template, Optional.of(produces), Kind.BUSINESS, handler);
    }

    /** A route whose answer has no content. */
    public static Route business(String method, String template, Function<Call, Response> handler) {
        return of(method, template, Optional.empty(), Kind.BUSINESS, handler);
    }

    public static Route operations(String method, String template, Function<Call, Response> handler) {
        return of(method, template, Optional.empty(), Kind.OPERATIONS, handler);
    }

    private static Route of(
            String method, String template, Optional<String> produces, Kind kind, Function<Call, Response> handler) {
        boolean safe = method.equals("GET");
        return new Route(method, template, produces, Set.of(), kind, OptionalInt.empty(), safe, handler);
    }

    /** The same route with a body of one of these types. */
    public Route consuming(Set<String> mediaTypes) {
        return new Route(method, template, produces, mediaTypes, kind, maxBody, safe, handler);
    }

    /** The same route with bodies of up to so many bytes. */
    public Route upTo(int bytes) {
        return new Route(method, template, produces, consumes, kind, OptionalInt.of(bytes), safe, handler);
    }

    /** The same route, which only asks, whatever its method says. */
    public Route onlyAsking() {
        return new Route(method, template, produces, consumes, kind, maxBody, true, handler);
    }
}

package dev.portside.http.route;

import dev.portside.http.Response;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * One thing that can be asked for.
 *
 * @param template the path, with {@code {name}} for a segment that varies: {@code /api/v1/users/{id}}
 * @param parameters the names that its query may have; empty when it is not looked at, for routes of other programs
 * @param produces the media type of the answer; empty when it has none, or when any client must be able to read it
 * @param consumes the media types that its body may have, in lower case; empty when it has no body
 * @param kind what the route is for, which decides which limits it passes through
 * @param maxBody bytes that its body may have; empty for the limit of the API
 * @param safe whether it only asks (RFC 9110 §9.2.1), so that there is no use in going on once the client has left
 */
public record Route(
        String method,
        String template,
        Optional<Set<String>> parameters,
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
        OPERATIONS,
        /** A page for whoever runs the server that costs work: answered at any time, and a few at a time. */
        REPORT
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

    /** A page that costs work. */
    public static Route report(String method, String template, Function<Call, Response> handler) {
        return of(method, template, Optional.empty(), Kind.REPORT, handler);
    }

    private static Route of(
            String method, String template, Optional<String> produces, Kind kind, Function<Call, Response> handler) {
        boolean safe = method.equals("GET");
        return new Route(
                method, template, Optional.empty(), produces, Set.of(), kind, OptionalInt.empty(), safe, handler);
    }

    /** The same route, whose query has these parameters, each at most once, and no others: what is unknown is 400. */
    public Route taking(String... names) {
        Optional<Set<String>> known = Optional.of(Set.of(names));
        return new Route(method, template, known, produces, consumes, kind, maxBody, safe, handler);
    }

    /** The same route with a body of one of these types. */
    public Route consuming(Set<String> mediaTypes) {
        return new Route(method, template, parameters, produces, mediaTypes, kind, maxBody, safe, handler);
    }

    /** The same route with bodies of up to so many bytes. */
    public Route upTo(int bytes) {
        return new Route(method, template, parameters, produces, consumes, kind, OptionalInt.of(bytes), safe, handler);
    }

    /** The same route, which only asks, whatever its method says. */
    public Route onlyAsking() {
        return new Route(method, template, parameters, produces, consumes, kind, maxBody, true, handler);
    }
}

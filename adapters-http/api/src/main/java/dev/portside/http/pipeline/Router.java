package dev.portside.http.pipeline;

import dev.portside.http.PercentEncoding;
import dev.portside.http.ProblemException;
import dev.portside.http.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route for a path: a tree of segments in which a fixed segment goes before one that varies. A path matches
 * exactly; {@code /users/} and {@code //users} are not {@code /users}.
 */
public final class Router {

    /**
     * A path that is known, and the routes on it by method.
     *
     * @param allowed the value of {@code Allow}
     */
    record Match(String template, Map<String, Route> byMethod, String allowed, Map<String, String> parameters) {

        /** HEAD is answered as GET (RFC 9110 §9.3.2). */
        Optional<Route> route(String method) {
            Route exact = byMethod.get(method);
            return exact == null && method.equals("HEAD")
                    ? Optional.ofNullable(byMethod.get("GET"))
                    : Optional.ofNullable(exact);
        }
    }

    private static final class Node {
        private final Map<String, Node> fixed = new HashMap<>();
        private final Map<String, Route> routes = new HashMap<>();
        private @Nullable Node varying;
        private String parameter = "";
        private String template = "";
        private String allowed = "";

        Node fixed(String segment) {
            return fixed.computeIfAbsent(segment, any -> new Node());
        }

        Node varying(String name) {
            if (varying == null) {
                varying = new Node();
                parameter = name;
            }
            if (!parameter.equals(name)) {
                throw new IllegalArgumentException(
                        "Call it {" + parameter + "}, as another route does, and not {" + name + "}.");
            }
            return varying;
        }
    }

    private final Node root = new Node();

    /** Paths without a segment that varies, for they are asked for most. */
    private final Map<String, Match> exact = new HashMap<>();

    private final String methods;

    public Router(List<Route> routes) {
        this.methods = allowed(routes.stream().map(Route::method).collect(Collectors.toSet()));
        for (Route route : routes) {
            Node node = root;
            for (String segment : segments(route.template())) {
                node = segment.startsWith("{")
                        ? node.varying(segment.substring(1, segment.length() - 1))
                        : node.fixed(segment);
            }
            node.template = route.template();
            if (node.routes.put(route.method(), route) != null) {
                throw new IllegalArgumentException("Two routes answer " + route.method() + " " + route.template());
            }
            node.allowed = allowed(node.routes.keySet());
            if (!route.template().contains("{")) {
                exact.put(route.template(), match(node, Map.of()));
            }
        }
    }

    /** The value of {@code Allow} for the server as such. */
    public String methods() {
        return methods;
    }

    private static String allowed(Set<String> routes) {
        TreeSet<String> methods = new TreeSet<>(routes);
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    private static Match match(Node node, Map<String, String> parameters) {
        return new Match(node.template, node.routes, node.allowed, parameters);
    }

    /** Finds the path's routes, and the values of its segments that vary; a {@link ProblemException} when it is malformed. */
    Optional<Match> match(String path) {
        Match known = exact.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Map<String, String> parameters = new HashMap<>(2);
        Node node = root;
        for (String raw : segments(path)) {
            String segment = PercentEncoding.decode(raw, "path");
            Node next = node.fixed.get(segment);
            if (next != null && !raw.equals(segment)) {
                // A proxy that compares paths as they are written has not seen that it is this one.
                return Optional.empty();
            }
            if (next == null && !segment.isEmpty()) {
                parameters.put(node.parameter, segment);
                next = node.varying;
            }
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return node.routes.isEmpty() ? Optional.empty() : Optional.of(match(node, parameters));
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(6);
        int start = 1;
        for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
            segments.add(path.substring(start, slash));
            start = slash + 1;
        }
        segments.add(path.substring(Math.min(start, path.length())));
        return segments;
    }
}

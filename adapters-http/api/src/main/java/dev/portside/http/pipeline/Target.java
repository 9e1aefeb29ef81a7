package dev.portside.http.pipeline;

import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import java.util.Locale;
import java.util.Optional;

/**
 * The target of a request (RFC 9112 §3.2), read strictly: a path that a proxy in front and the router here could read
 * differently is refused, because the proxy may have let it through for what it took it for.
 *
 * @param path begins with a slash, or is {@link #SERVER}
 */
record Target(String path, String query) {

    /** Target of {@code OPTIONS *}: the server as such. */
    static final String SERVER = "*";

    private static final String PATH_SIGNS = "-._~!$&'()*+,;=:@/%";

    /**
     * The target of a request.
     *
     * @throws ProblemException with 400 when it is malformed or names another host than {@code Host} does
     */
    static Target of(Request request, Optional<HostField> host) {
        String path = request.path();
        if (path.equals(SERVER)
                && request.method().equals("OPTIONS")
                && request.query().isEmpty()) {
            return new Target(SERVER, "");
        }
        if (path.isEmpty() && !request.prefix().isEmpty()) {
            // The place where the API is mounted, without a slash behind it; nothing of ours is there.
            return new Target("", request.query());
        }
        if (!path.startsWith("/")) {
            path = ofWholeUri(path, host);
        }
        requireSound(path);
        requireVisible(request.query());
        return new Target(path, request.query());
    }

    /** The path of a whole URI, which a client of a proxy sends. It must name the same host in both places. */
    private static String ofWholeUri(String target, Optional<HostField> host) {
        String lower = target.substring(0, Math.min(target.length(), "https://".length()))
                .toLowerCase(Locale.ROOT);
        int start = lower.startsWith("http://") ? "http://".length() : lower.equals("https://") ? lower.length() : 0;
        if (start == 0) {
            throw malformed("must begin with a slash");
        }
        int slash = target.indexOf('/', start);
        HostField named = HostField.parse(target.substring(start, slash < 0 ? target.length() : slash));
        if (host.isPresent() && !host.get().isSame(named)) {
            throw malformed("must name the same host as Host");
        }
        return slash < 0 ? "/" : target.substring(slash);
    }

    private static void requireSound(String path) {
        int segment = 1;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (!isPlain(c) && PATH_SIGNS.indexOf(c) < 0) {
                throw malformed("has a character that must be percent-encoded");
            }
            if (c == '%') {
                requireReadable(path, i);
            } else if (c == '/' && i > 0) {
                requireNoDetour(path.substring(segment, i), false);
                segment = i + 1;
            }
        }
        requireNoDetour(path.substring(Math.min(segment, path.length())), true);
    }

    /** Encoded slashes, backslashes and control characters are decoded by some readers and not by others. */
    private static void requireReadable(String path, int at) {
        int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
        int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw malformed("has a % that is not followed by two hexadecimal digits");
        }
        int octet = high << 4 | low;
        if (octet < ' ' || octet == 0x7f || octet == '/' || octet == '\\') {
            throw malformed("has an encoded slash, backslash or control character");
        }
    }

    private static void requireNoDetour(String segment, boolean last) {
        if (segment.isEmpty() && !last) {
            throw malformed("has an empty segment");
        }
        if (segment.length() <= "%2e%2e".length()) {
            String dots = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (dots.equals(".") || dots.equals("..")) {
                throw malformed("has a segment of dots");
            }
        }
    }

    private static void requireVisible(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                throw malformed("has a character in its query that must be percent-encoded");
            }
        }
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static ProblemException malformed(String rule) {
        return Problem.of(400, "malformed_uri", "the target of the request " + rule)
                .exception();
    }
}

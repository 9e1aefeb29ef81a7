package dev.portside.http.pipeline;

import dev.portside.http.Headers;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The value of {@code Host}, or of the authority of a target (RFC 9110 §7.2, RFC 3986 §3.2), read strictly: what another
 * reader could take for another host is refused.
 *
 * @param name in lower case, without a dot at its end; an IPv6 address without its brackets
 * @param port empty when there is none
 */
record HostField(String name, Optional<Integer> port) {

    private static final int MAX_NAME = 255;
    private static final int HTTP_PORT = 80;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_PORT = 65_535;

    /** The one that a request names; empty when it names none, as HTTP/1.0 permits. */
    static Optional<HostField> of(Headers headers) {
        List<String> values = headers.all("Host");
        if (values.size() > 1) {
            throw malformed("must be sent once");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(parse(values.getFirst()));
    }

    /** A {@link ProblemException} with 400 unless it is {@code name}, {@code name:port}, or either with an address. */
    static HostField parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : colon(text);
        if (end <= 0) {
            throw malformed("must be a host name or an address");
        }
        String host = text.substring(0, end);
        String rest = text.substring(end);
        if (!rest.isEmpty() && rest.charAt(0) != ':') {
            throw malformed("must end behind the address or with :port");
        }
        Optional<Integer> port = rest.isEmpty() ? Optional.empty() : Optional.of(port(rest.substring(1)));
        return new HostField(host.startsWith("[") ? address(host) : name(host), port);
    }

    /** Returns whether it is the same, where a port that is left out is that of HTTP. */
    boolean isSame(HostField other) {
        return name.equals(other.name) && port.orElse(HTTP_PORT).equals(other.port.orElse(HTTP_PORT));
    }

    /** Returns whether requests to this host are answered. */
    boolean isAllowed(AllowedHosts allowed) {
        return switch (allowed) {
            case AllowedHosts.Any any -> true;
            case AllowedHosts.LoopbackAnd listed ->
                isLoopback() || listed.names().contains(name);
        };
    }

    private boolean isLoopback() {
        return name.equals("localhost") || name.endsWith(".localhost") || name.equals("::1") || isLoopbackQuad(name);
    }

    /** Four plain decimal numbers: other ways to write an address are read differently by different programs. */
    private static boolean isLoopbackQuad(String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            boolean plain = !part.isEmpty()
                    && part.length() <= 3
                    && part.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (part.length() == 1 || part.charAt(0) != '0')
                    && Integer.parseInt(part) <= 255;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static int colon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    private static String name(String host) {
        boolean sound = host.length() <= MAX_NAME
                && host.charAt(0) != '.'
                && !host.contains("..")
                && host.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '.'
                                || c == '_'
                                || c == '~');
        if (!sound) {
            throw malformed("must be a host name of letters, digits, dots and hyphens");
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String address(String bracketed) {
        String literal = bracketed.substring(1, bracketed.length() - 1);
        boolean digits = literal.chars()
                .allMatch(c -> (c >= '0' && c <= '9')
                        || (c >= 'a' && c <= 'f')
                        || (c >= 'A' && c <= 'F')
                        || c == ':'
                        || c == '.');
        try {
            // In brackets nothing is looked up: it is an address or an error.
            if (digits && literal.contains(":")) {
                InetAddress address = InetAddress.getByName(bracketed);
                return address.isLoopbackAddress() && !literal.contains(".") ? "::1" : literal.toLowerCase(Locale.ROOT);
            }
        } catch (UnknownHostException e) {
            throw malformed("must have an IPv6 address in its brackets");
        }
        throw malformed("must have an IPv6 address in its brackets");
    }

    private static int port(String digits) {
        boolean sound = !digits.isEmpty()
                && digits.length() <= MAX_PORT_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = sound ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw malformed("must have a port between 1 and " + MAX_PORT + " behind its colon, or no colon");
        }
        return port;
    }

    private static ProblemException malformed(String rule) {
        return Problem.of(400, "malformed_host", "the Host of the request " + rule)
                .exception();
    }
}

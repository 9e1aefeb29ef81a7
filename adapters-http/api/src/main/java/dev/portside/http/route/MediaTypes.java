package dev.portside.http.route;

import dev.portside.http.Headers;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Media types of requests and answers (RFC 9110 §8.3 and §12.5.1). */
public final class MediaTypes {

    private MediaTypes() {}

    /**
     * A {@link ProblemException} with 415 unless the body is of one of these types, in UTF-8 when it is text, and not compressed.
     *
     * @param accepted in lower case; {@code image/}{@code *} stands for all images
     */
    public static void requireContent(Request request, Set<String> accepted) {
        Headers headers = request.headers();
        List<String> types = headers.all("Content-Type");
        if (types.size() > 1) {
            throw unsupported("Content-Type must be sent once").exception();
        }
        String sent = types.isEmpty() ? "" : types.getFirst();
        if (!isOneOf(type(sent), accepted) || !isUtf8(sent)) {
            String encoding = isJson(accepted) ? " in UTF-8" : "";
            Problem problem = unsupported("the body must be " + list(accepted, " or ") + encoding + ", but "
                    + (sent.isEmpty() ? "has no Content-Type" : "is " + printable(sent)));
            throw switch (request.method()) {
                case "POST" -> problem.with("Accept-Post", list(accepted, ", ")).exception();
                case "PATCH" ->
                    problem.with("Accept-Patch", list(accepted, ", ")).exception();
                default -> problem.exception();
            };
        }
        if (!isPlain(headers.joined("Content-Encoding"))) {
            throw unsupported("the body must be sent without Content-Encoding")
                    .with("Accept-Encoding", "identity")
                    .exception();
        }
    }

    /** Returns whether a list of codings names none but the one that changes nothing. */
    private static boolean isPlain(String encodings) {
        return Arrays.stream(encodings.split(",", -1))
                .map(String::strip)
                .allMatch(coding -> coding.isEmpty() || coding.equalsIgnoreCase("identity"));
    }

    /** Returns whether there is JSON among them. */
    public static boolean isJson(Set<String> types) {
        return types.stream().anyMatch(type -> type.endsWith("json"));
    }

    private static boolean isOneOf(String type, Set<String> accepted) {
        return accepted.contains(type) || (type.startsWith("image/") && accepted.contains("image/*"));
    }

    /** A {@link ProblemException} with 406 when the client says that it takes no answer of this type. */
    public static void requireAcceptable(Headers headers, String produced) {
        String accept = headers.joined("Accept");
        if (!accept.isEmpty() && !accepts(accept, type(produced))) {
            throw Problem.of(
                            406,
                            "not_acceptable",
                            "this is only answered as " + type(produced) + "; allow it in Accept")
                    .exception();
        }
    }

    /** The type without parameters, in lower case. */
    public static String type(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The most specific range that matches decides (RFC 9110 §12.5.1), so {@code *}{@code /*;q=1, text/html;q=0} takes all but HTML. */
    private static boolean accepts(String accept, String produced) {
        String family = produced.substring(0, produced.indexOf('/')) + "/*";
        int precision = 0;
        boolean accepted = false;
        for (String range : accept.split(",", -1)) {
            String type = type(range);
            int found = type.equals(produced) ? 3 : type.equals(family) ? 2 : type.equals("*/*") ? 1 : 0;
            if (found > 0 && found >= precision) {
                accepted = (found == precision && accepted) || quality(range) > 0;
                precision = found;
            }
        }
        return accepted;
    }

    /** The weight of one element of a list such as {@code Accept-Encoding}; 1 when it has none, 0 when it is malformed. */
    public static double quality(String element) {
        return parameter(element, "q").map(MediaTypes::weight).orElse(1.0);
    }

    /** A number between 0 and 1 with at most three digits behind its point (RFC 9110 §12.4.2). */
    private static double weight(String text) {
        boolean sound = !text.isEmpty()
                && text.length() <= "0.000".length()
                && (text.charAt(0) == '0' || text.charAt(0) == '1');
        for (int i = 1; sound && i < text.length(); i++) {
            char c = text.charAt(i);
            sound = i == 1 ? c == '.' : c >= '0' && c <= '9';
        }
        return sound ? Math.min(1, Double.parseDouble(text)) : 0;
    }

    /** A parameter behind a semicolon, without its quotes; the first when there are several. */
    private static Optional<String> parameter(String element, String name) {
        int at = element.indexOf(';');
        while (at >= 0) {
            int next = endOfParameter(element, at + 1);
            String parameter = element.substring(at + 1, next).strip();
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).equalsIgnoreCase(name)) {
                return Optional.of(unquoted(parameter.substring(equals + 1)));
            }
            at = next < element.length() ? next : -1;
        }
        return Optional.empty();
    }

    /** A semicolon in quotes ends nothing. */
    private static int endOfParameter(String element, int from) {
        boolean quoted = false;
        for (int i = from; i < element.length(); i++) {
            char c = element.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return element.length();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** JSON is in UTF-8 whatever its parameters are called (RFC 8259 §8.1, §11), unless its sender says that it is not. */
    private static boolean isUtf8(String contentType) {
        return parameter(contentType, "charset")
                .map(charset -> charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("utf8"))
                .orElse(true);
    }

    public static String list(Set<String> types, String separator) {
        return String.join(separator, types.stream().sorted().toList());
    }

    private static String printable(String text) {
        String cut = text.length() <= 100 ? text : text.substring(0, 100) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private static Problem unsupported(String detail) {
        return Problem.of(415, "unsupported_media_type", detail);
    }
}

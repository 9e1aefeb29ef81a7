package dev.portside.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What may be sent and what can be answered (RFC 9110 §8.3 and §12.5.1). */
final class MediaTypes {

    private MediaTypes() {}

    /**
     * A {@link Refusal} with 415 unless the body is of one of these types, in UTF-8 when it is text, and not compressed.
     *
     * @param accepted in lower case; {@code image/}{@code *} stands for all images
     */
    static void requireContent(Request request, Set<String> accepted) {
        Headers headers = request.headers();
        String sent = headers.first("Content-Type").orElse("");
        if (!isOneOf(type(sent), accepted) || !isUtf8(sent)) {
            String encoding = isJson(accepted) ? " in UTF-8" : "";
            Problem problem = unsupported("the body must be " + list(accepted, " or ") + encoding + ", but "
                    + (sent.isEmpty() ? "has no Content-Type" : "is " + printable(sent)));
            throw switch (request.method()) {
                case "POST" -> problem.with("Accept-Post", list(accepted, ", ")).refusal();
                case "PATCH" ->
                    problem.with("Accept-Patch", list(accepted, ", ")).refusal();
                default -> problem.refusal();
            };
        }
        Optional<String> encoding =
                headers.first("Content-Encoding").filter(name -> !name.equalsIgnoreCase("identity"));
        if (encoding.isPresent()) {
            throw unsupported("the body must be sent without Content-Encoding")
                    .with("Accept-Encoding", "identity")
                    .refusal();
        }
    }

    /** Whether there is JSON among them. */
    static boolean isJson(Set<String> types) {
        return types.stream().anyMatch(type -> type.endsWith("json"));
    }

    private static boolean isOneOf(String type, Set<String> accepted) {
        return accepted.contains(type) || (type.startsWith("image/") && accepted.contains("image/*"));
    }

    /** A {@link Refusal} with 406 when the client says that it takes no answer of this type. */
    static void requireAcceptable(Headers headers, String produced) {
        String accept = headers.joined("Accept");
        if (!accept.isEmpty() && !accepts(accept, type(produced))) {
            throw Problem.of(
                            406,
                            "not_acceptable",
                            "this is only answered as " + type(produced) + "; allow it in Accept")
                    .refusal();
        }
    }

    /** The type without parameters, in lower case. */
    static String type(String contentType) {
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
    static double quality(String element) {
        for (String parameter : element.split(";", -1)) {
            String trimmed = parameter.strip();
            if (trimmed.startsWith("q=") || trimmed.startsWith("Q=")) {
                try {
                    return Double.parseDouble(trimmed.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    private static boolean isUtf8(String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT);
        int charset = lower.indexOf("charset=");
        if (charset < 0) {
            return true;
        }
        String named = type(lower.substring(charset + "charset=".length())).replace("\"", "");
        return named.equals("utf-8") || named.equals("utf8");
    }

    static String list(Set<String> types, String separator) {
        return String.join(separator, types.stream().sorted().toList());
    }

    private static String printable(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static Problem unsupported(String detail) {
        return Problem.of(415, "unsupported_media_type", detail);
    }
}

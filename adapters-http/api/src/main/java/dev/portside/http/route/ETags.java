package dev.portside.http.route;

import dev.portside.http.Headers;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** Entity tags and the conditions on them (RFC 9110 §8.8.3 and §13.1). */
public final class ETags {

    private static final int DIGEST_BYTES = 12;

    /** Read by {@link #condition}, which takes several fields for one list. */
    public static final Parameter<String> IF_MATCH = Parameter.header(
            "If-Match", Schema.TEXT, "Only when the resource has one of these entity tags", Function.identity());

    /** Read by {@link #condition}, which takes several fields for one list. */
    public static final Parameter<String> IF_NONE_MATCH = Parameter.header(
            "If-None-Match", Schema.TEXT, "Only when the resource has none of these entity tags", Function.identity());

    private ETags() {}

    /** A weak tag for content that has no revision of its own: equal content, equal tag. */
    public static String weak(byte[] content) {
        byte[] digest = Digests.sha256().digest(content);
        return "W/\"" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + "\"";
    }

    /**
     * The tags of a condition such as {@code If-Match}, as sent, with {@code W/} and quotes; {@code *} stands alone. Empty
     * only when the field is absent.
     *
     * @throws ProblemException with 400 when it is there and not a list of tags
     */
    public static List<String> condition(String name, Headers headers) {
        if (headers.all(name).isEmpty()) {
            return List.of();
        }
        List<String> tags = parse(name, headers.joined(name));
        if (tags.isEmpty()) {
            throw malformed(name);
        }
        return tags;
    }

    private static List<String> parse(String name, String condition) {
        List<String> tags = new ArrayList<>(2);
        int at = skip(condition, 0, ", \t");
        if (condition.strip().equals("*")) {
            return List.of("*");
        }
        while (at < condition.length()) {
            int quote = condition.startsWith("W/", at) ? at + 2 : at;
            int end = quote < condition.length() && condition.charAt(quote) == '"'
                    ? condition.indexOf('"', quote + 1)
                    : -1;
            if (end < 0) {
                throw malformed(name);
            }
            String tag = condition.substring(at, end + 1);
            int comma = skip(condition, end + 1, " \t");
            boolean separated = comma == condition.length() || condition.charAt(comma) == ',';
            if (!separated || !tag.chars().allMatch(ETags::mayStandInATag)) {
                throw malformed(name);
            }
            tags.add(tag);
            at = skip(condition, comma, ", \t");
        }
        return tags;
    }

    /** Returns whether the client has this content already: weak comparison, as {@code If-None-Match} asks for on a read. */
    public static boolean clientHas(String tag, Headers headers) {
        return condition("If-None-Match", headers).stream()
                .anyMatch(known -> known.equals("*") || opaque(known).equals(opaque(tag)));
    }

    /** Returns whether {@code If-Match} forbids this content as the answer: strong comparison, so weak tags match nothing. */
    public static boolean clientRefuses(String tag, Headers headers) {
        List<String> wanted = condition("If-Match", headers);
        return !wanted.isEmpty()
                && wanted.stream().noneMatch(one -> one.equals("*") || (one.equals(tag) && !tag.startsWith("W/")));
    }

    private static ProblemException malformed(String name) {
        return Problem.invalid(name, "must be * or a list of quoted entity tags such as \"r1\"")
                .exception();
    }

    /** The tag without what says that it is weak. */
    public static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** RFC 9110 §8.8.3, {@code etagc}; the quotes around it too. */
    private static boolean mayStandInATag(int c) {
        return c > ' ' && c != 0x7f;
    }

    private static int skip(String text, int at, String skipped) {
        int next = at;
        while (next < text.length() && skipped.indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next;
    }
}

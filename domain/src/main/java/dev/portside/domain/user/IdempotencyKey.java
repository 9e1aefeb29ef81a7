package dev.portside.domain.user;

import dev.portside.domain.InvalidValue;
import java.time.Duration;

/**
 * A client's name for one attempt, sent again when the client does not know whether the attempt got through.
 *
 * @param value 1 to {@value #MAX_LENGTH} printable ASCII characters
 */
public record IdempotencyKey(String value) {

    public static final int MAX_LENGTH = 255;

    /** How long a key is remembered after the registration that it named. */
    public static final Duration KEPT_FOR = Duration.ofHours(24);

    /**
     * Returns the key that the header field {@code Idempotency-Key} names: its value as it is, or, when that is a quoted string
     * (RFC 9651 §3.3.3, the form of draft-ietf-httpapi-idempotency-key-header), what the quotes hold.
     *
     * @throws InvalidValue naming the rule that it breaks
     */
    public static IdempotencyKey of(String field) {
        return new IdempotencyKey(field.startsWith("\"") ? unquoted(field) : field);
    }

    private static String unquoted(String field) {
        StringBuilder key = new StringBuilder(field.length());
        for (int i = 1; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"' && i == field.length() - 1) {
                return key.toString();
            }
            boolean escape = c == '\\' && i + 1 < field.length();
            char next = escape ? field.charAt(++i) : c;
            if (c == '"' || (escape && next != '"' && next != '\\')) {
                break;
            }
            key.append(next);
        }
        throw new InvalidValue(
                "must be a string that ends with its only unescaped quote, or have no quote at its start");
    }

    public IdempotencyKey {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidValue("must be 1 to " + MAX_LENGTH + " printable ASCII characters");
        }
    }
}

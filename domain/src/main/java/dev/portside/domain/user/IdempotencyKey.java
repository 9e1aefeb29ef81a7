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

    public IdempotencyKey {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidValue("must be 1 to " + MAX_LENGTH + " printable ASCII characters");
        }
    }
}

package dev.portside.domain.user;

import dev.portside.domain.Text;

/**
 * What a user is called.
 *
 * @param value 1 to {@value #MAX_LENGTH} code points after trimming, no control characters; kept trimmed
 */
public record UserName(String value) {

    public static final int MAX_LENGTH = 200;

    public UserName {
        value = Text.require(Text.trim(value), 1, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}

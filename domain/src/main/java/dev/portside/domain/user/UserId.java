package dev.portside.domain.user;

import dev.portside.domain.InvalidValue;

/**
 * Names a user for ever: an id is never given to a second user.
 *
 * @param value 1 to {@link Long#MAX_VALUE}
 */
public record UserId(long value) implements Comparable<UserId> {

    public UserId {
        if (value < 1) {
            throw new InvalidValue("must be a positive 64-bit integer, but was " + value);
        }
    }

    @Override
    public int compareTo(UserId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

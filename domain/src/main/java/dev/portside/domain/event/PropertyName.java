package dev.portside.domain.event;

import dev.portside.domain.Text;

/**
 * A member of the properties of events, by which they can be broken down.
 *
 * @param value 1 to {@value #MAX_LENGTH} code points, no control characters
 */
public record PropertyName(String value) {

    public static final int MAX_LENGTH = 200;

    public PropertyName {
        Text.require(value, 1, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}

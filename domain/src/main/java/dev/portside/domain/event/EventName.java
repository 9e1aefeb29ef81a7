package dev.portside.domain.event;

import dev.portside.domain.Text;

/**
 * Name of what happened.
 *
 * @param value 1 to {@value #MAX_LENGTH} code points, no control characters; two that differ in anything are different
 */
public record EventName(String value) {

    public static final int MAX_LENGTH = 200;

    public EventName {
        Text.require(value, 1, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.portside.domain.event;

import dev.portside.domain.Text;

/**
 * To whom it happened: any name that the sender has for people, of whom Portside need not know.
 *
 * @param value 1 to {@value #MAX_LENGTH} code points, no control characters
 */
public record PersonId(String value) {

    public static final int MAX_LENGTH = 200;

    public PersonId {
        Text.require(value, 1, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.portside.domain.event;

import dev.portside.domain.Text;
import java.util.Optional;

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

    /** The name, if the text can be one. Properties may have members that cannot; they cannot be queried. */
    public static Optional<PropertyName> of(String text) {
        return Text.fits(text, 1, MAX_LENGTH) ? Optional.of(new PropertyName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}

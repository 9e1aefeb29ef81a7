package dev.portside.domain.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.Text;
import dev.portside.domain.Visible;

/**
 * Name of a user. The constructor takes whatever a store may hold, names from earlier releases among them; {@link #of}
 * is for names that people give.
 *
 * @param value 1 to {@value #MAX_LENGTH} code points after trimming, no control characters; kept trimmed
 */
public record UserName(String value) {

    public static final int MAX_LENGTH = 200;

    public UserName {
        value = Text.require(Text.trim(value), 1, MAX_LENGTH);
    }

    /**
     * Returns the name that was given, in Unicode normalisation form C, as {@link Visible#require} does.
     *
     * @throws InvalidValue naming the rule that it breaks
     */
    public static UserName of(String given) {
        return new UserName(Visible.require(given));
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.portside.domain;

import java.io.Serial;

/**
 * Violation of a rule of the domain by a value. The message is written for the sender of the value: it says what the value must
 * be, as the end of a sentence that starts with the name of the field ("must be 1 to 200 characters, but was 0").
 */
public final class InvalidValue extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidValue(String message) {
        super(message);
    }

    /** The rule in words; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

package dev.portside.application;

import java.io.Serial;

/**
 * Something that should work did not: the one exception that ports throw. Expected outcomes (absent, taken, changed
 * meanwhile) are results, never faults, and a fault never stands for one of them.
 *
 * <p>After a fault of a write it is unknown whether the write took place, unless the port says otherwise. The message is
 * for the log, not for clients.
 */
public final class Fault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Category of a fault, by what the caller can do about it. */
    public enum Category {
        /** A dependency is unavailable or has no capacity left; the same call may succeed soon. */
        UNAVAILABLE,
        /** There is more work than can be taken at the moment; nothing was done, and the same call may succeed soon. */
        OVERLOADED,
        /** There was no answer in the time allowed. */
        TIMEOUT,
        /** A mistake in the set-up, such as a wrong password or too old a server; an operator has to change it. */
        MISCONFIGURED,
        /** A mistake in the program. */
        INTERNAL;

        /** Returns true where the same call may succeed later, with nothing changed. */
        public boolean isTransient() {
            return switch (this) {
                case UNAVAILABLE, OVERLOADED, TIMEOUT -> true;
                case MISCONFIGURED, INTERNAL -> false;
            };
        }
    }

    private final Category category;

    public Fault(Category category, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    public Fault(Category category, String message) {
        super(message);
        this.category = category;
    }

    public Category category() {
        return category;
    }
}

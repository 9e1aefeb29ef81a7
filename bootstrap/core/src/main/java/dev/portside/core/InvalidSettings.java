package dev.portside.core;

import java.util.List;

/** The settings cannot be used; each line of the message is one problem, with what to do about it. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With all that is wrong. */
    public InvalidSettings(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}

package dev.portside.application.image;

import java.util.Optional;

/** An engine that may or may not be able to run here, found with {@link java.util.ServiceLoader}. */
public interface ImageEngineProvider {

    /** What settings call it: 1 to 32 of {@code a-z 0-9 . -}. */
    String name();

    /** What to install for it to run, as a sentence; empty when nothing is missing. */
    Optional<String> missing();

    /**
     * Opens the engine, which needs no closing.
     *
     * @throws IllegalStateException when something is missing
     */
    ImageEngine open();
}

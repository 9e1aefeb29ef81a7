package dev.portside.application.readiness;

import dev.portside.application.Fault;
import java.util.Optional;

/** Something outside the process that requests rely on. */
public interface Dependency {

    /** A word for people and dashboards, such as {@code storage}. */
    String name();

    /** Returns whether nothing can be answered without it; otherwise its absence only makes answers slower. */
    boolean required();

    /**
     * Asks the dependency for a sign of life. Returns when there is one; must end soon after its thread is interrupted.
     *
     * @throws Fault when there is none
     */
    void check();

    /**
     * What is wrong, in a word that everybody may read, such as {@code read_only}; empty when it just does not answer.
     *
     * @param fault that the last check ended with
     */
    default Optional<String> reason(Fault fault) {
        return Optional.empty();
    }
}

package dev.portside.application.readiness;

/** Something outside the process that requests rely on. */
public interface Dependency {

    /** A word for people and dashboards, such as {@code storage}. */
    String name();

    /** Whether nothing can be answered without it; otherwise its absence only makes answers slower. */
    boolean required();

    /**
     * Asks the dependency for a sign of life. Returns when there is one; must end soon after its thread is interrupted.
     *
     * @throws dev.portside.application.Fault when there is none
     */
    void check();
}

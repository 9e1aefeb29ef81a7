package dev.portside.application.concurrency;

/**
 * Class of work by how long it keeps a processor busy. Work waits for work of its own class and of those before it, and only for a
 * bounded share of what comes behind: threads, memory and places in queues are set aside for each class.
 */
public enum Cost {
    /** Some milliseconds. */
    LIGHT,
    /** Some hundred milliseconds. */
    MEDIUM,
    /** Seconds, or unknown. */
    HEAVY;

    /** Returns the dearer one of both. */
    public Cost or(Cost other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

package dev.portside.application.event;

/** Outcome of storing an event. */
public enum RecordResult {
    /** It is stored now. */
    STORED,
    /** An event with its id was stored before, or stands before it in the same call; nothing has changed. */
    DUPLICATE
}

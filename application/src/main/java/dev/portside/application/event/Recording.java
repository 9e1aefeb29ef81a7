package dev.portside.application.event;

/** What became of an event that was to be stored. */
public enum Recording {
    /** It is stored now. */
    STORED,
    /** An event with its id was stored before, or stands before it in the same call; nothing has changed. */
    DUPLICATE
}

package dev.portside.application.event;

/** Where events are kept. */
public interface EventStore extends EventLog, EventReader {}

package dev.portside.application.event;

/** Store of events. */
public interface EventStore extends EventLog, EventReader {}

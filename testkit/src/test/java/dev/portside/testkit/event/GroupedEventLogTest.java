package dev.portside.testkit.event;

import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.GroupCommitEventLog;
import dev.portside.application.event.GroupCommitEventLog.Limits;
import dev.portside.application.inmemory.InMemoryEventStore;

/** Group commit is a log like any other. */
class GroupedEventLogTest implements EventLogContract {

    @Override
    public EventStore emptyStore() {
        return new InMemoryEventStore();
    }

    @Override
    public EventLog log(EventStore store) {
        return new GroupCommitEventLog(store, Limits.DEFAULTS);
    }
}

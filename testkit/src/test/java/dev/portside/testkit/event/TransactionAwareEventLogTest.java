package dev.portside.testkit.event;

import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.GroupCommitEventLog;
import dev.portside.application.event.GroupCommitEventLog.Limits;
import dev.portside.application.event.TransactionAwareEventLog;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.application.transaction.HostTransactions;
import java.util.concurrent.atomic.AtomicInteger;

/** The same log answers calls in a transaction and others, where every second one is in one. */
class TransactionAwareEventLogTest implements EventLogContract {

    @Override
    public EventStore emptyStore() {
        return new InMemoryEventStore();
    }

    @Override
    public EventLog log(EventStore store) {
        return new TransactionAwareEventLog(
                new GroupCommitEventLog(store, Limits.DEFAULTS), store, new EverySecondCall());
    }

    private static final class EverySecondCall implements HostTransactions {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public boolean isActive() {
            return calls.incrementAndGet() % 2 == 0;
        }

        @Override
        public void afterEnd(Runnable work) {
            throw new IllegalStateException("Nothing is kept of events that would have to be forgotten");
        }
    }
}

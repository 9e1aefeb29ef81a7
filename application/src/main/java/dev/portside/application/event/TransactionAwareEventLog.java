package dev.portside.application.event;

import dev.portside.application.transaction.HostTransactions;
import dev.portside.domain.event.NewEvent;
import java.util.List;

/**
 * A log that goes past what others share while the calling thread is in a transaction of the host's. Events that are recorded
 * there are durable when that has been committed.
 */
public final class TransactionAwareEventLog implements EventLog {

    private final EventLog shared;
    private final EventLog direct;
    private final HostTransactions transactions;

    /**
     * Puts itself before a log.
     *
     * @param shared for calls outside of transactions
     * @param direct takes part in the transaction of the thread that calls it
     */
    public TransactionAwareEventLog(EventLog shared, EventLog direct, HostTransactions transactions) {
        this.shared = shared;
        this.direct = direct;
        this.transactions = transactions;
    }

    @Override
    public List<RecordResult> record(List<NewEvent> events) {
        return (transactions.isActive() ? direct : shared).record(events);
    }
}

package dev.portside.core;

import dev.portside.application.adapter.Host;
import dev.portside.application.cache.CacheLayer;
import dev.portside.application.concurrency.Coalescer;
import dev.portside.application.event.BoundedEventReader;
import dev.portside.application.event.CoalescingEventReader;
import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventReader;
import dev.portside.application.event.GroupCommitEventLog;
import dev.portside.application.event.TransactionAwareEventLog;
import dev.portside.application.storage.Storage;
import dev.portside.application.user.BatchUserStore;
import dev.portside.application.user.CoalescingUserStore;
import dev.portside.application.user.TransactionAwareUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.UserListing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** Stores of a storage, decorated with coalescing, group commit and bounds. */
record DecoratedStores(Storage storage, UserStore users, EventLog eventLog, EventReader events) {

    /** For two cores; a query keeps one busy. */
    private static final int MAX_QUERIES = 4;

    private static final int MAX_WAITING_QUERIES = 64;

    /** Opens the storage without waiting for a server that is not there yet; see {@link #prepare}. */
    static DecoratedStores open(CoreSettings settings, Host host, MeterRegistry metrics, Resources resources) {
        Storage storage = resources.open("storage", () -> settings.storage().open(settings.values(), host));
        boolean durable = settings.storage().isDurable();
        // A store in memory answers at once, so that coalescing would gain nothing.
        UserStore users = durable && settings.coalescing() ? coalescing(storage.users(), metrics) : storage.users();
        EventLog grouped = durable ? grouping(storage.events(), metrics, resources) : storage.events();
        EventLog log = storage.transactions()
                .<EventLog>map(transactions -> new TransactionAwareEventLog(grouped, storage.events(), transactions))
                .orElse(grouped);
        EventReader bounded = new BoundedEventReader(storage.events(), MAX_QUERIES, MAX_WAITING_QUERIES);
        // In a transaction of the host's a query sees what that has written, so it cannot be shared.
        boolean shared =
                durable && settings.coalescing() && storage.transactions().isEmpty();
        EventReader questions = shared ? new CoalescingEventReader(bounded) : bounded;
        return new DecoratedStores(storage, users, log, questions);
    }

    /** Returns the users behind the cache, which a host's transactions bypass. */
    UserStore users(Optional<CacheLayer> cache) {
        UserStore shared = cache.map(one -> one.caching(users)).orElse(users);
        return storage.transactions()
                .<UserStore>map(transactions -> new TransactionAwareUserStore(
                        shared, storage.users(), transactions, ids -> cache.ifPresent(one -> one.invalidate(ids))))
                .orElse(shared);
    }

    private static EventLog grouping(EventLog log, MeterRegistry metrics, Resources resources) {
        GroupCommitEventLog grouping =
                resources.add("group commit", new GroupCommitEventLog(log, GroupCommitEventLog.Limits.DEFAULTS));
        FunctionCounter.builder("portside.events.calls", grouping, GroupCommitEventLog::calls)
                .description("Requests with events to store")
                .register(metrics);
        FunctionCounter.builder("portside.events.groups", grouping, GroupCommitEventLog::groups)
                .description("Transactions that stored them")
                .register(metrics);
        Gauge.builder("portside.events.waiting", grouping, GroupCommitEventLog::waitingEvents)
                .description("Events that wait to be stored")
                .register(metrics);
        return grouping;
    }

    private static UserStore coalescing(BatchUserStore store, MeterRegistry metrics) {
        CoalescingUserStore coalescing = new CoalescingUserStore(store);
        coalescing.coalescers().forEach((kind, coalescer) -> {
            FunctionCounter.builder("portside.reads", coalescer, Coalescer::reads)
                    .description("Reads that the database could have been asked for")
                    .tag("kind", kind)
                    .register(metrics);
            FunctionCounter.builder("portside.reads.queries", coalescer, Coalescer::readings)
                    .description("Queries that answered them")
                    .tag("kind", kind)
                    .register(metrics);
        });
        return coalescing;
    }

    /**
     * Migrates the storage, as soon as the server is there.
     *
     * @throws dev.portside.application.Fault when it is not there in time, or cannot be migrated
     */
    void prepare(Duration patience) {
        MigrationRetry.run(storage, patience);
        // Loads the classes of a query, which the first request need not wait for.
        var unused = users.list(new UserListing(Optional.empty(), UserListing.Page.FIRST, 1));
    }
}

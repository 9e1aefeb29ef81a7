package dev.portside.bootstrap;

import dev.portside.application.Fault;
import dev.portside.application.adapter.Host;
import dev.portside.application.coalescing.Coalescer;
import dev.portside.application.coalescing.CoalescingUserStore;
import dev.portside.application.event.BoundedEventReader;
import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventReader;
import dev.portside.application.groupcommit.GroupCommitEventLog;
import dev.portside.application.storage.Storage;
import dev.portside.application.user.BatchUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.UserListing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What use cases are given of a storage: its stores, as fast as can be. */
record Stores(Storage storage, UserStore users, EventLog eventLog, EventReader events) {

    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

    /** Of two cores; a question keeps one busy. */
    private static final int QUESTIONS_AT_ONCE = 4;

    private static final int QUESTIONS_WAITING = 64;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Opens the storage without waiting for a server that is not there yet; see {@link #awaitAndMigrate}. */
    static Stores open(Settings settings, Host host, MeterRegistry metrics, Resources resources) {
        Storage storage = resources.open("storage", () -> settings.storage().open(settings.values(), host));
        EventReader events = bounded(storage.events());
        // What answers at once gains nothing by being asked together.
        if (!settings.storage().isDurable()) {
            return new Stores(storage, storage.users(), storage.events(), events);
        }
        UserStore users = settings.coalescing() ? coalescing(storage.users(), metrics) : storage.users();
        return new Stores(storage, users, grouping(storage.events(), metrics, resources), events);
    }

    private static EventReader bounded(EventReader events) {
        return new BoundedEventReader(events, QUESTIONS_AT_ONCE, QUESTIONS_WAITING);
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
     * Brings what is kept up to date, as soon as the server is there.
     *
     * @throws Fault when it is not there in time, or cannot be migrated
     */
    void awaitAndMigrate(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                storage.migrate();
                // Renders the statements, which takes half a second that the first request need not wait.
                var unused = users.list(new UserListing(Optional.empty(), UserListing.Page.FIRST, 1));
                return;
            } catch (Fault e) {
                boolean hopeless = e.category() == Fault.Category.BUG || System.nanoTime() - end >= 0;
                if (hopeless || !sleep(pause)) {
                    throw e;
                }
                LOG.warn("Waiting for the database: {}", e.getMessage());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package dev.portside.bootstrap;

import dev.portside.application.Fault;
import dev.portside.application.coalescing.Coalescer;
import dev.portside.application.coalescing.CoalescingUserStore;
import dev.portside.application.event.BoundedEventReader;
import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventReader;
import dev.portside.application.event.EventStore;
import dev.portside.application.groupcommit.GroupCommitEventLog;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.user.BatchUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.UserListing;
import dev.portside.embedded.EmbeddedPostgres;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.PostgresSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything is kept, opened.
 *
 * @param postgres empty when it is kept in memory
 */
record Storage(
        UserStore users, AvatarStore avatars, EventLog eventLog, EventReader events, Optional<Postgres> postgres) {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    /** Of two cores; a question keeps one busy. */
    private static final int QUESTIONS_AT_ONCE = 4;

    private static final int QUESTIONS_WAITING = 64;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Opens it without waiting for a server that is not there yet; see {@link #awaitAndMigrate}. */
    static Storage open(Settings settings, MeterRegistry metrics, Resources resources) {
        return switch (settings.storage()) {
            case Settings.Storage.Memory memory -> {
                InMemoryEventStore events = new InMemoryEventStore();
                InMemoryUserStore users = new InMemoryUserStore();
                yield new Storage(users, users.avatars(), events, bounded(events), Optional.empty());
            }
            case Settings.Storage.External external ->
                postgres(external.settings(), settings.coalescing(), metrics, resources);
            case Settings.Storage.Embedded embedded -> {
                EmbeddedPostgres server =
                        resources.add("embedded PostgreSQL", EmbeddedPostgres.start(embedded.dataDirectory()));
                yield postgres(settings(server, embedded.pool()), settings.coalescing(), metrics, resources);
            }
        };
    }

    private static PostgresSettings settings(EmbeddedPostgres server, Settings.Pool pool) {
        return new PostgresSettings(
                server.jdbcUrl(),
                server.user(),
                server.password(),
                pool.max(),
                pool.min(),
                pool.acquireTimeout(),
                pool.statementTimeout());
    }

    private static Storage postgres(
            PostgresSettings settings, boolean coalescing, MeterRegistry metrics, Resources resources) {
        Postgres postgres = resources.add("database pool", Postgres.open(settings, metrics));
        UserStore users = coalescing ? coalescing(postgres.users(), metrics) : postgres.users();
        EventStore events = postgres.events();
        return new Storage(
                users,
                postgres.avatars(),
                grouping(events, metrics, resources),
                bounded(events),
                Optional.of(postgres));
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

    List<Dependency> dependencies() {
        return postgres.stream().map(Postgres::dependency).toList();
    }

    /**
     * Brings the schema up to date, as soon as the server is there.
     *
     * @throws Fault when it is not there in time, or cannot be migrated
     */
    void awaitAndMigrate(Duration patience) {
        if (postgres.isEmpty()) {
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                postgres.get().migrate();
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

package dev.portside.persistence.connection;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.user.UserFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.event.RecordResult;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.HighCardinalityProperties;
import dev.portside.testkit.services.TestPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Work of other threads while a transaction of the host's is open. */
@Timeout(60)
class HostInterleavingsTest {

    private static final EventName ORDER = new EventName("order");
    private static final TimeWindow DAY =
            new TimeWindow(Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-30T00:00:00Z"));

    /** More than any question takes. */
    private static final int STATEMENTS = 12;

    private final ThreadTransactions transactions = new ThreadTransactions();
    private Postgres postgres;
    private Database others;
    private Connection host;

    @BeforeEach
    void open() throws SQLException {
        TestPostgres.Database database = TestStorage.migrated();
        PGSimpleDataSource source = OwnConnections.source(TestStorage.settings(database));
        host = source.getConnection();
        postgres = Postgres.on(source, Optional.of(transactions));
        others = TestStorage.database(TestStorage.settings(database));
    }

    @AfterEach
    void close() throws SQLException {
        host.close();
        others.close();
        postgres.close();
    }

    @Test
    void what_is_compacted_between_two_statements_of_a_trend_is_counted_once() throws SQLException {
        TrendQuery question = new TrendQuery(ORDER, Buckets.of(DAY, Interval.DAY, ZoneOffset.UTC), Optional.empty());
        for (int statement = 1; statement <= STATEMENTS; statement++) {
            recordOne(statement);
            Trend trend = compactingBefore(statement, () -> postgres.events().answer(question));
            assertEquals(
                    statement,
                    trend.series().getFirst().points().getFirst().count(),
                    "compacted before statement " + statement);
        }
    }

    @Test
    void what_is_compacted_between_two_statements_of_a_question_for_top_values_is_counted_once() throws SQLException {
        TopQuery question = new TopQuery(Optional.of(ORDER), new PropertyName("plan"), DAY, 10);
        for (int statement = 1; statement <= STATEMENTS; statement++) {
            recordOne(statement);
            long counted = compactingBefore(statement, () -> postgres.events().answer(question))
                    .getFirst()
                    .count();
            assertEquals(statement, counted, "compacted before statement " + statement);
        }
    }

    @Test
    void compaction_goes_on_as_soon_as_the_question_is_answered() throws SQLException {
        recordOne(1);
        EventCompaction compaction = new EventCompaction(others, new HighCardinalityProperties());
        transactions.run(host, () -> {
            postgres.events()
                    .answer(new TrendQuery(ORDER, Buckets.of(DAY, Interval.DAY, ZoneOffset.UTC), Optional.empty()));
            compaction.run();
            return host;
        });

        assertEquals(0, deltas());
    }

    @Test
    void a_question_leaves_the_settings_of_the_transaction_alone() throws SQLException {
        transactions.run(host, () -> {
            postgres.events()
                    .answer(new TrendQuery(ORDER, Buckets.of(DAY, Interval.DAY, ZoneOffset.UTC), Optional.empty()));
            assertEquals("on", setting("enable_hashjoin"));
            postgres.events().record(List.of(event(1, "order", "ada", NOON.toString())));
            assertEquals("0", setting("lock_timeout"));
            return host;
        });
    }

    @Test
    void an_event_whose_id_an_open_transaction_holds_is_refused_soon_and_nothing_is_done() throws SQLException {
        transactions.run(host, () -> {
            postgres.events().record(List.of(event(1, "order", "ada", NOON.toString())));
            assertEquals(
                    Fault.Category.OVERLOADED,
                    outside(() -> assertThrows(
                                    Fault.class,
                                    () -> postgres.events()
                                            .record(List.of(
                                                    event(2, "order", "eve", NOON.toString()),
                                                    event(1, "order", "ada", NOON.toString())))))
                            .category());
            host.rollback();
            return host;
        });

        assertEquals(
                List.of(RecordResult.STORED, RecordResult.STORED),
                postgres.events()
                        .record(List.of(
                                event(1, "order", "ada", NOON.toString()), event(2, "order", "eve", NOON.toString()))));
    }

    private void recordOne(int id) {
        postgres.events().record(List.of(event(id, "order", "ada", NOON.toString(), "plan", "pro")));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    /** Asks in a transaction; what there is to compact is compacted just before its statement of this number. */
    private <T> T compactingBefore(int statement, Question<T> question) throws SQLException {
        EventCompaction compaction = new EventCompaction(others, new HighCardinalityProperties());
        AtomicInteger statements = new AtomicInteger();
        Connection hooked = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement") && statements.incrementAndGet() == statement) {
                        compaction.run();
                    }
                    try {
                        return method.invoke(host, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        T answer = transactions.run(hooked, question::ask);
        assertTrue(statements.get() < STATEMENTS, "the question takes " + statements + " statements; raise STATEMENTS");
        return answer;
    }

    /** On a thread that is in no transaction. */
    private static <T> T outside(Question<T> question) {
        Object[] answer = new Object[1];
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                answer[0] = question.ask();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        @SuppressWarnings("unchecked")
        T typed = (T) answer[0];
        return typed;
    }

    private int deltas() {
        return others.run(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select count(*) from event_deltas")) {
                rows.next();
                return rows.getInt(1);
            }
        });
    }

    private String setting(String name) throws SQLException {
        try (var statement = host.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}

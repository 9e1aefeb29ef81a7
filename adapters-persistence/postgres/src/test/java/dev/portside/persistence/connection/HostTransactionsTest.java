package dev.portside.persistence.connection;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.user.UserFixtures.NOON;
import static dev.portside.testkit.user.UserFixtures.newUser;
import static dev.portside.testkit.user.UserFixtures.register;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.event.RecordResult;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.User;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.image.AvatarStoreContract;
import dev.portside.testkit.services.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Calls in a transaction of the host's are a part of it. */
class HostTransactionsTest {

    private final ThreadTransactions transactions = new ThreadTransactions();
    private Postgres postgres;
    private Connection host;

    @BeforeEach
    void open() throws SQLException {
        PGSimpleDataSource source = OwnConnections.source(TestStorage.settings(TestPostgres.createDatabase()));
        host = source.getConnection();
        execute("create table orders (id int primary key)");
        execute("create table flyway_schema_history (script text, installed_rank int)");
        postgres = Postgres.on(source, Optional.of(transactions));
        postgres.migrate();
    }

    @AfterEach
    void close() throws SQLException {
        host.close();
        postgres.close();
    }

    @Test
    void the_hosts_tables_and_its_own_migrations_are_left_alone() throws SQLException {
        postgres.migrate();

        execute("select script from flyway_schema_history");
        assertEquals(0, orders());
    }

    @Test
    void a_connection_that_is_in_a_transaction_already_is_refused_and_stays_as_it_is() throws SQLException {
        host.setAutoCommit(false);
        execute("insert into orders values (1)");

        IllegalStateException refusal = assertThrows(
                IllegalStateException.class,
                () -> transactions.run(host, () -> register(postgres.users(), "Ada", "ada@example.org", NOON)));

        assertTrue(String.valueOf(refusal.getMessage()).contains("in a transaction already"), refusal::getMessage);
        host.rollback();
        assertEquals(0, orders(), "what the caller had begun was committed");
        host.rollback();
        assertEquals(0, postgres.users().count(Optional.empty()));

        transactions.run(host, () -> register(postgres.users(), "Ada", "ada@example.org", NOON));
        host.setAutoCommit(true);
        assertEquals(1, postgres.users().count(Optional.empty()));
    }

    @Test
    void what_the_host_rolls_back_was_never_there() throws SQLException {
        transactions.run(host, () -> {
            execute("insert into orders values (1)");
            User ada = register(postgres.users(), "Ada", "ada@example.org", NOON);
            assertInstanceOf(
                    AvatarStore.Storing.Stored.class,
                    postgres.avatars()
                            .put(
                                    ada.id(),
                                    AvatarStoreContract.avatar(1, 100, ImageFormat.PNG),
                                    AvatarPrecondition.NONE,
                                    NOON));
            postgres.events().record(List.of(event(1, "order", "ada", NOON.toString())));
            assertEquals(Optional.of(ada), postgres.users().byId(ada.id()));
            assertEquals(
                    Map.of(new EventName("order"), 1L),
                    postgres.events().totals().names());

            host.rollback();
            return host;
        });

        assertEquals(0, postgres.users().count(Optional.empty()));
        assertEquals(Map.of(), postgres.events().totals().names());
        assertEquals(0, orders());
    }

    @Test
    void what_the_host_commits_is_there_from_then_on() throws SQLException {
        try (Postgres other = postgresOfAnother()) {
            User ada = transactions.run(host, () -> {
                execute("insert into orders values (1)");
                User registered = register(postgres.users(), "Ada", "ada@example.org", NOON);
                assertEquals(
                        List.of(RecordResult.STORED),
                        postgres.events().record(List.of(event(1, "order", "ada", NOON.toString()))));
                assertEquals(Optional.empty(), other.users().byId(registered.id()));
                return registered;
            });
            assertEquals(Optional.of(ada), other.users().byId(ada.id()));
        }

        assertEquals(
                Map.of(new EventName("order"), 1L), postgres.events().totals().names());
        assertEquals(1, orders());
    }

    @Test
    void what_throws_is_rolled_back() throws SQLException {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> transactions.run(host, () -> {
                    register(postgres.users(), "Ada", "ada@example.org", NOON);
                    throw new IllegalStateException("no order");
                }));

        assertEquals("no order", thrown.getMessage());
        assertEquals(0, postgres.users().count(Optional.empty()));
        assertTrue(host.getAutoCommit());
    }

    @Test
    void a_transaction_that_may_only_read_is_told_from_a_server_that_may() throws SQLException {
        transactions.run(host, () -> {
            execute("set transaction read only");
            Fault fault = assertThrows(Fault.class, () -> register(postgres.users(), "Ada", "ada@example.org", NOON));

            assertEquals(Fault.Category.MISCONFIGURED, fault.category());
            assertTrue(fault.toString().contains("may only read"), fault::toString);
            return host;
        });
    }

    @Test
    void questions_see_what_the_transaction_has_written() throws SQLException {
        TimeWindow day = new TimeWindow(Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-30T00:00:00Z"));
        EventName order = new EventName("order");
        transactions.run(host, () -> {
            postgres.events().record(List.of(event(1, "order", "ada", NOON.toString())));

            assertEquals(List.of(1L), postgres.events().answer(funnel(order, day)));
            assertEquals(
                    1,
                    postgres.events().answer(retention(order, day)).getFirst().people());
            host.rollback();
            assertEquals(List.of(0L), postgres.events().answer(funnel(order, day)));
            return host;
        });
    }

    @Test
    void a_call_that_fails_leaves_the_transaction_as_it_was() throws SQLException {
        IdempotencyKey key = new IdempotencyKey("once");
        transactions.run(host, () -> {
            execute("insert into orders values (1)");
            assertInstanceOf(
                    Registration.Registered.class,
                    postgres.users().registerOnce(key, newUser("Ada", "ada@example.org"), NOON));
            assertInstanceOf(
                    IdempotentRegistration.Replayed.class,
                    postgres.users().registerOnce(key, newUser("Ada", "ada@example.org"), NOON));
            assertInstanceOf(
                    Registration.EmailTaken.class,
                    postgres.users()
                            .registerAll(List.of(newUser("Eve", "ADA@example.org")), NOON)
                            .getFirst());
            execute("alter table users rename to elsewhere");
            assertThrows(Fault.class, () -> postgres.users().count(Optional.empty()));
            execute("alter table elsewhere rename to users");
            return host;
        });

        assertEquals(1, postgres.users().count(Optional.empty()));
        assertEquals(1, orders());
    }

    @Test
    void a_month_without_a_place_is_given_one_apart_from_the_transaction() throws SQLException {
        String far = "2099-01-01T00:00:00Z";
        transactions.run(host, () -> {
            execute("insert into orders values (1)");
            postgres.events().record(List.of(event(1, "order", "ada", NOON.toString())));
            assertEquals(
                    List.of(RecordResult.STORED), postgres.events().record(List.of(event(2, "order", "ada", far))));
            return host;
        });

        assertEquals(
                Map.of(new EventName("order"), 2L), postgres.events().totals().names());
        assertEquals(1, orders());
    }

    @Test
    void what_is_to_be_done_after_the_end_is_done_then() throws SQLException {
        StringBuilder done = new StringBuilder();
        transactions.run(host, () -> {
            transactions.afterEnd(() -> done.append("first "));
            transactions.afterEnd(() -> done.append(transactions.isActive() ? "still active" : "second"));
            assertEquals("", done.toString());
            assertThrows(IllegalStateException.class, () -> transactions.run(host, () -> host));
            return host;
        });

        assertEquals("first second", done.toString());
        assertThrows(IllegalStateException.class, () -> transactions.afterEnd(() -> {}));
    }

    @Test
    void a_connection_that_commits_by_itself_encloses_nothing() throws SQLException {
        transactions.run(host, () -> {
            host.setAutoCommit(true);
            Fault fault = assertThrows(Fault.class, () -> postgres.users().count(Optional.empty()));

            assertTrue(fault.toString().contains("call setAutoCommit(false) on it first"), fault::toString);
            host.setAutoCommit(false);
            return host;
        });
    }

    private static FunnelQuery funnel(EventName step, TimeWindow window) {
        return new FunnelQuery(List.of(step), Duration.ofDays(1), window);
    }

    private static RetentionQuery retention(EventName name, TimeWindow window) {
        return new RetentionQuery(name, name, Buckets.of(window, Interval.DAY, ZoneOffset.UTC));
    }

    private Postgres postgresOfAnother() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(host.getMetaData().getURL());
        source.setUser(host.getMetaData().getUserName());
        return Postgres.on(source, Optional.empty());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = host.createStatement()) {
            statement.execute(sql);
        }
    }

    private int orders() throws SQLException {
        try (Statement statement = host.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from orders")) {
            assertTrue(rows.next());
            return rows.getInt(1);
        }
    }
}

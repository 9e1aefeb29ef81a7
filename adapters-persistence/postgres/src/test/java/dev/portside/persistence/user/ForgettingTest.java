package dev.portside.persistence.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.Registration;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data that is to be forgotten is in no table any more. */
@Timeout(60)
class ForgettingTest {

    private final TestPostgres.Database database = TestStorage.migrated();

    @Test
    void nothing_of_a_removed_user_is_in_any_table() throws SQLException {
        try (Postgres postgres = TestStorage.open(TestStorage.settings(database))) {
            User user = register(postgres, 1, UserFixtures.NOON);
            assertEquals(List.of("registration_keys", "users"), tablesWith("secretive"));

            postgres.users().remove(user.id(), Precondition.NONE);

            assertEquals(List.of(), tablesWith("secretive"));
        }
    }

    @Test
    void keys_that_have_had_their_day_are_forgotten_though_nobody_registers() throws Exception {
        Instant now = UserFixtures.NOON;
        try (Postgres postgres = TestStorage.open(TestStorage.settings(database))) {
            int old = 1_001;
            insertKeys(old, now.minus(IdempotencyKey.KEPT_FOR));
            register(postgres, 0, now.minus(Duration.ofHours(23)));
            insertKeys(old, now.minus(IdempotencyKey.KEPT_FOR));

            try (AutoCloseable housekeeping =
                    postgres.startMaintenance(Clock.fixed(now, ZoneOffset.UTC), Optional.empty())) {
                long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                while (count("registration_keys") > 1) {
                    assertTrue(System.nanoTime() - end < 0, housekeeping::toString);
                }
            }
            assertEquals(1, count("registration_keys"));
        }
    }

    private static User register(Postgres postgres, int i, Instant at) {
        return assertInstanceOf(
                        Registration.Registered.class,
                        postgres.users()
                                .registerOnce(
                                        new IdempotencyKey("key " + i),
                                        UserFixtures.newUser("Secretive " + i, "secretive" + i + "@example.org"),
                                        at))
                .user();
    }

    private void insertKeys(int number, Instant at) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into registration_keys select 'old ' || i, i, 'Ada', 'ada@example.org', '" + at
                    + "' from generate_series(1, " + number + ") i on conflict do nothing");
        }
    }

    private List<String> tablesWith(String text) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String table : tables()) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select count(*) from " + table
                            + " as any_row where any_row::text ilike '%" + text + "%'")) {
                rows.next();
                if (rows.getInt(1) > 0) {
                    found.add(table);
                }
            }
        }
        return found;
    }

    private List<String> tables() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select tablename from pg_tables where schemaname = 'public' order by tablename")) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        }
    }

    private int count(String table) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Connection connect() throws SQLException {
        return OwnConnections.source(TestStorage.settings(database)).getConnection();
    }
}

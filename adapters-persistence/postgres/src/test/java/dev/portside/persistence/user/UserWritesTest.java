package dev.portside.persistence.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NewUser;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writes that only a database can get wrong. */
class UserWritesTest {

    @Test
    void keys_that_had_their_time_are_forgotten_as_others_are_remembered() throws Exception {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        try (Postgres postgres = TestStorage.open(settings)) {
            postgres.migrate();
            UserStore users = postgres.users();
            for (int i = 0; i < 25; i++) {
                registerOnce(users, i, UserFixtures.NOON);
            }
            assertEquals(25, rememberedKeys(settings));
            AtomicInteger next = new AtomicInteger(25);

            UserFixtures.together(
                    4,
                    () -> registerOnce(users, next.getAndIncrement(), UserFixtures.NOON.plus(IdempotencyKey.KEPT_FOR)));

            assertEquals(4, rememberedKeys(settings));
        }
    }

    @Test
    void seeding_again_adds_as_many_again() {
        try (Postgres postgres = TestStorage.empty()) {
            assertEquals(6_000, postgres.seedUsers(6_000, rows -> {}));
            assertEquals(6_000, postgres.seedUsers(6_000, rows -> {}));
            assertEquals(0, postgres.seedUsers(0, rows -> {}));

            assertEquals(12_000, postgres.users().count(Optional.empty()));
            // Each one obeys the rules of the domain, or reading it would fail.
            assertEquals(
                    10_000, postgres.users().inIdOrder(Optional.empty(), 10_000).size());
        }
    }

    private static long rememberedKeys(PostgresSettings settings) throws SQLException {
        try (Connection connection = OwnConnections.source(settings).getConnection();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from registration_keys")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static NewUser user(int number) {
        return UserFixtures.newUser("User", "user" + number + "@example.org");
    }

    private static Registration registerOnce(UserStore users, int number, Instant at) {
        return assertInstanceOf(
                Registration.Registered.class,
                users.registerOnce(new IdempotencyKey("key " + number), user(number), at));
    }
}

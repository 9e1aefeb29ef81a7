package dev.portside.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What only a database can get wrong. */
class UserWritesTest {

    @Test
    void batchesInOppositeOrderBothEndAndRegisterEachAddressOnce() throws Exception {
        try (Postgres postgres = TestStorage.empty()) {
            UserStore users = postgres.users();
            List<NewUser> forwards = IntStream.range(0, 500)
                    .mapToObj(i -> UserFixtures.newUser("User", "user" + i + "@example.org"))
                    .toList();
            AtomicBoolean reversed = new AtomicBoolean();

            List<List<Registration>> results = UserFixtures.together(
                    8,
                    () -> users.registerAll(
                            reversed.getAndSet(!reversed.get()) ? forwards.reversed() : forwards, UserFixtures.NOON));

            long registered = results.stream()
                    .flatMap(List::stream)
                    .filter(Registration.Registered.class::isInstance)
                    .count();
            assertEquals(500, registered);
            assertEquals(500, users.count(Optional.empty()));
        }
    }

    @Test
    void keysThatHadTheirTimeAreForgottenAsOthersAreRemembered() throws Exception {
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
    void aCursorBeyondTheDatabasesTimesIsBeforeOrBehindEveryone() {
        try (Postgres postgres = TestStorage.empty()) {
            UserStore users = postgres.users();
            UserFixtures.register(users, "Ada", "ada@example.org", UserFixtures.NOON);

            assertEquals(1, after(users, Instant.parse("+999999-01-01T00:00:00Z")));
            assertEquals(0, after(users, Instant.parse("-999999-01-01T00:00:00Z")));
        }
    }

    @Test
    void seedingAgainAddsAsManyAgain() {
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

    private static int after(UserStore users, Instant time) {
        UserListing listing =
                new UserListing(Optional.empty(), new UserListing.After(new UserCursor(time, new UserId(1))), 10);
        return users.list(listing).users().size();
    }

    private static long rememberedKeys(PostgresSettings settings) throws SQLException {
        try (Connection connection = Database.source(settings).getConnection();
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

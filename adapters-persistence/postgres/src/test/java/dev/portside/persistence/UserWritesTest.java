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
import dev.portside.testkit.user.UserFixtures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void keysThatHadTheirTimeAreForgottenAFewAtATime() throws Exception {
        try (Postgres postgres = TestStorage.empty()) {
            UserStore users = postgres.users();
            Instant dayLater = UserFixtures.NOON.plus(IdempotencyKey.KEPT_FOR);
            for (int i = 0; i < 25; i++) {
                registerOnce(users, i, UserFixtures.NOON);
            }

            UserFixtures.together(
                    4,
                    () -> registerOnce(users, 100 + (int) Thread.currentThread().threadId(), dayLater));

            // A key that was forgotten, or only had its time, is as good as new: its first user's address is what's
            // left.
            assertInstanceOf(
                    Registration.EmailTaken.class, users.registerOnce(new IdempotencyKey("key 0"), user(24), dayLater));
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

    private static NewUser user(int number) {
        return UserFixtures.newUser("User", "user" + number + "@example.org");
    }

    private static Registration registerOnce(UserStore users, int number, Instant at) {
        return assertInstanceOf(
                Registration.Registered.class,
                users.registerOnce(new IdempotencyKey("key " + number), user(number), at));
    }
}

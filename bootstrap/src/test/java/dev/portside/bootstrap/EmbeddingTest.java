package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.portside.application.image.AvatarRequest;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.readiness.Readiness.Status;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserUpdate;
import dev.portside.core.InvalidSettings;
import dev.portside.core.Portside;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserName;
import dev.portside.persistence.PostgresStorageAdapter;
import dev.portside.persistence.connection.ThreadTransactions;
import dev.portside.testkit.image.TestImages;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.UserFixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** A core in a program that has its own clock, threads, meters, connections and transactions. */
class EmbeddingTest {

    private static final NewUser ADA = UserFixtures.newUser("Ada", "ada@example.org");

    @Test
    void two_cores_with_different_settings_live_side_by_side() {
        try (Portside database = Portside.builder()
                .set("DATABASE_URL", FullStack.url(TestPostgres.createDatabase()))
                .set("REDIS_URL", TestRedis.url())
                .set("PORTSIDE_CACHE_NAMESPACE", UserJourneys.unique("embedded"))
                .start()) {
            Portside ended;
            try (Portside memory =
                    Portside.builder().set("PORTSIDE_IMAGE_MAX_SIDE", "8").start()) {
                assertInstanceOf(Registration.Registered.class, memory.users().register(ADA));
                assertInstanceOf(Registration.Registered.class, database.users().register(ADA));
                memory.users().register(UserFixtures.newUser("Grace", "grace@example.org"));
                assertEquals(2, memory.users().count(Optional.empty()));
                assertEquals(1, database.users().count(Optional.empty()));

                assertInstanceOf(ResizeResult.Resized.class, resized(database));
                assertInstanceOf(ImageRefusal.class, resized(memory));
                assertEquals(Status.READY, memory.readiness().report().status());
                ended = memory;
            }
            assertEquals(Status.DRAINING, ended.readiness().report().status());
            assertEquals(
                    Set.of("storage", "cache"),
                    database.readiness().report().dependencies().keySet());
            assertEquals(1, database.users().count(Optional.empty()));
        }
    }

    @Test
    void the_hosts_clock_meters_and_threads_are_used_and_left_open() {
        AtomicInteger threads = new AtomicInteger();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (ExecutorService executor =
                Executors.newCachedThreadPool(work -> new Thread(work, "host-" + threads.incrementAndGet()))) {
            try (Portside portside = Portside.builder()
                    .clock(Clock.fixed(UserFixtures.NOON, ZoneOffset.UTC))
                    .meters(meters)
                    .executor(executor)
                    .start()) {
                User ada = assertInstanceOf(
                                Registration.Registered.class, portside.users().register(ADA))
                        .user();
                assertEquals(UserFixtures.NOON, ada.createdAt());
                Event event = portside.analytics()
                        .record(
                                new EventName("signup"),
                                Optional.of(new PersonId("ada")),
                                Map.of(new PropertyName("plan"), "pro"));
                assertEquals(UserFixtures.NOON, event.at());
                assertEquals(
                        Map.of(new EventName("signup"), 1L),
                        portside.analytics().totals().names());
                assertInstanceOf(ResizeResult.Resized.class, resized(portside));
            }
            assertEquals(1, threads.get());
            assertEquals(1, meters.get("portside.images.run").timer().count());
            assertTrue(!executor.isShutdown() && !meters.isClosed());
        }
    }

    @Test
    void calls_are_part_of_the_hosts_transaction_and_seen_through_the_cache_when_it_has_ended() throws SQLException {
        TestPostgres.Database database = TestPostgres.createDatabase();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        ThreadTransactions transactions = new ThreadTransactions();
        try (Portside portside = Portside.builder()
                        .storage(new PostgresStorageAdapter(source, transactions))
                        .set("PORTSIDE_CACHE", "local")
                        .set("PORTSIDE_CACHE_TTL", "300s")
                        .start();
                Connection connection = source.getConnection()) {
            User ada = ((Registration.Registered) portside.users().register(ADA)).user();
            assertEquals("Ada", name(portside, ada));
            UserChange change = UserChange.to(new NewUser(new UserName("Ada King"), ada.email()));

            transactions.run(connection, () -> {
                assertInstanceOf(
                        UserUpdate.Updated.class, portside.users().update(ada.id(), change, Precondition.NONE));
                portside.users().register(UserFixtures.newUser("Grace", "grace@example.org"));
                portside.analytics().record(new EventName("signup"), Optional.empty(), Map.of());
                assertEquals("Ada King", name(portside, ada));
                connection.rollback();
                return ada;
            });
            assertEquals("Ada", name(portside, ada));
            assertEquals(1, listed(portside));
            assertEquals(Map.of(), portside.analytics().totals().names());

            transactions.run(connection, () -> {
                portside.users().update(ada.id(), change, Precondition.NONE);
                portside.users().register(UserFixtures.newUser("Grace", "grace@example.org"));
                portside.analytics().record(new EventName("signup"), Optional.empty(), Map.of());
                return ada;
            });
            assertEquals("Ada King", name(portside, ada));
            assertEquals(2, listed(portside));
            assertEquals(
                    Map.of(new EventName("signup"), 1L),
                    portside.analytics().totals().names());
        }
    }

    @Test
    @Timeout(60)
    void two_transactions_on_a_pool_of_two_each_see_the_avatar_that_they_have_just_replaced() throws Exception {
        TestPostgres.Database database = TestPostgres.createDatabase();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(2);
        ThreadTransactions transactions = new ThreadTransactions();
        try (HikariDataSource pool = new HikariDataSource(config);
                Portside portside = Portside.builder()
                        .storage(new PostgresStorageAdapter(pool, transactions))
                        .start();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            User ada = ((Registration.Registered) portside.users().register(ADA)).user();
            User grace = ((Registration.Registered)
                            portside.users().register(UserFixtures.newUser("Grace", "grace@example.org")))
                    .user();
            CyclicBarrier bothAreIn = new CyclicBarrier(2);
            List<Future<Avatars.Answer>> answers = new ArrayList<>();
            for (User user : List.of(ada, grace)) {
                answers.add(threads.submit(() -> {
                    try (Connection connection = pool.getConnection()) {
                        return transactions.run(connection, () -> {
                            bothAreIn.await();
                            // Of both the same picture, so that they could wait for each other's work.
                            portside.avatars()
                                    .put(user.id(), TestImages.file(40, 30, ImageFormat.PNG), AvatarPrecondition.NONE);
                            bothAreIn.await();
                            return portside.avatars()
                                    .get(
                                            user.id(),
                                            new AvatarRequest(new AvatarSize(64), Optional.empty()),
                                            any -> false);
                        });
                    }
                }));
            }
            for (Future<Avatars.Answer> answer : answers) {
                assertInstanceOf(Avatars.Answer.Shown.class, answer.get());
            }
        }
    }

    @Test
    void what_is_set_wrongly_is_told_all_at_once_with_what_to_do() {
        InvalidSettings invalid = assertThrows(
                InvalidSettings.class,
                () -> Portside.builder()
                        .set("PORTSIDE_STORAGE", "papyrus")
                        .set("PORTSIDE_EVENTS_RETENTION", "soon")
                        .set("PORTSIDE_PORT", "8080")
                        .start());

        String message = String.valueOf(invalid.getMessage());
        assertEquals(3, message.lines().count(), message);
        assertTrue(message.contains("PORTSIDE_STORAGE must be one of embedded, memory, postgres"), message);
        assertTrue(message.contains("PORTSIDE_EVENTS_RETENTION must be "), message);
        assertTrue(message.contains("PORTSIDE_PORT is not a setting; take it out"), message);
    }

    private static ResizeResult resized(Portside portside) {
        return portside.images()
                .resize(
                        ByteBuffer.wrap(TestImages.file(16, 16, ImageFormat.PNG)),
                        ResizeOrder.of(4, 4, Fit.COVER, ImageFormat.PNG));
    }

    private static String name(Portside portside, User user) {
        return portside.users().byId(user.id()).orElseThrow().name().value();
    }

    private static int listed(Portside portside) {
        return portside.users()
                .list(new UserListing(Optional.empty(), UserListing.Page.FIRST, 10))
                .users()
                .size();
    }
}

package dev.portside.bootstrap;

import static dev.portside.bootstrap.Client.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.testkit.services.PrivatePostgres;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.services.TestRedis;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Answers to users while a service that the server needs is unavailable. */
@Timeout(120)
class FaultJourneysTest {

    @Test
    void a_database_that_restarts_under_load_is_503_and_then_healthy() throws Exception {
        try (PrivatePostgres postgres = TestPostgres.startPrivate();
                App app = App.start(
                        TestSettings.of("DATABASE_URL", FullStack.url(postgres.database()), "PORTSIDE_CACHE", "none"),
                        Clock.systemUTC())) {
            Client client = new Client(app.port());
            String path = USERS + "/"
                    + client.register("Ada", "ada@example.org").get("id").longValue();
            try (Load load = Load.on(app.port(), path, 16)) {
                postgres.stop();
                Client.Answer away = until(() -> client.get(path), 503);
                away.problem(503, "unavailable");
                assertEquals(Optional.of("1"), away.header("Retry-After"));
                assertEquals(
                        "not_ready",
                        client.get("/ready").expect(503).json().get("status").stringValue());
                client.get("/health").expect(200);
                client.post(USERS, Client.user("Eve", "eve@example.org")).problem(503, "unavailable");

                postgres.startAgain();
                until(() -> client.get(path), 200);
                assertEquals(
                        "ready",
                        until(() -> client.get("/ready"), 200)
                                .json()
                                .get("status")
                                .stringValue());
                load.end();
                assertTrue(load.failures.isEmpty(), () -> load.failures.toString());
                assertTrue(
                        load.statuses.keySet().stream().allMatch(status -> status == 200 || status == 503),
                        load.statuses::toString);
            }
        }
    }

    @Test
    void a_database_that_is_not_there_yet_is_waited_for() throws Exception {
        try (PrivatePostgres postgres = TestPostgres.startPrivate()) {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            postgres.stop();
            Settings settings = TestSettings.of(
                    "DATABASE_URL", FullStack.url(postgres.database()), "PORTSIDE_PORT", Integer.toString(port));
            CompletableFuture<App> starting =
                    CompletableFuture.supplyAsync(() -> App.start(settings, Clock.systemUTC()));
            Client client = new Client(port);
            await(() -> isUp(client));
            assertEquals(
                    "starting",
                    client.get("/ready").expect(503).json().get("status").stringValue());
            client.get(USERS).problem(503, "starting");
            postgres.startAgain();
            try (App app = starting.get()) {
                assertEquals(port, app.port());
                client.get("/ready").expect(200);
                client.get(USERS).expect(200);
            }
        }
    }

    @Test
    void a_redis_that_hangs_or_dies_changes_no_answer() throws Exception {
        try (PrivateRedis redis = TestRedis.startPrivate();
                App app = App.start(
                        TestSettings.of(
                                "DATABASE_URL", FullStack.url(TestPostgres.createDatabase()), "REDIS_URL", redis.url()),
                        Clock.systemUTC())) {
            Client client = new Client(app.port());
            JsonNode user = client.register("Ada", "ada@example.org");
            String path = USERS + "/" + user.get("id").longValue();
            await(() -> client.get("/ready").json().get("status").stringValue().equals("ready"));
            redis.pause();
            for (int i = 0; i < 50; i++) {
                client.patch(path, "{\"name\":\"Ada " + i + "\"}").expect(200);
                assertEquals(
                        "Ada " + i,
                        client.get(path).expect(200).json().get("name").stringValue());
                assertEquals(
                        "Ada " + i,
                        client.get(USERS).expect(200).json().get(0).get("name").stringValue());
            }
            assertEquals(
                    "degraded",
                    client.get("/ready").expect(200).json().get("status").stringValue());
            redis.resume();
            await(() -> client.get("/ready").json().get("status").stringValue().equals("ready"));
            assertEquals(
                    "Ada 49", client.get(path).expect(200).json().get("name").stringValue());
            redis.kill();
            client.patch(path, "{\"name\":\"Ada King\"}").expect(200);
            assertEquals(
                    "Ada King", client.get(path).expect(200).json().get("name").stringValue());
        }
    }

    @Test
    void a_redis_that_is_not_there_does_not_hold_up_the_start() {
        String database = FullStack.url(TestPostgres.createDatabase());
        try (App app = App.start(
                TestSettings.of("DATABASE_URL", database, "REDIS_URL", "redis://127.0.0.1:1"), Clock.systemUTC())) {
            Client client = new Client(app.port());
            assertEquals(
                    "degraded",
                    client.get("/ready").expect(200).json().get("status").stringValue());
            client.register("Ada", "ada@example.org");
            assertEquals(1, client.get(USERS).expect(200).json().size());
        }
    }

    @Test
    void what_changes_on_one_node_is_seen_on_the_other() {
        String[] shared = FullStack.settings();
        try (App one = App.start(TestSettings.of(shared), Clock.systemUTC());
                App other = App.start(TestSettings.of(shared), Clock.systemUTC())) {
            Client writer = new Client(one.port());
            Client reader = new Client(other.port());
            String path = USERS + "/"
                    + writer.register("Ada", "ada@example.org").get("id").longValue();
            for (int i = 0; i < 20; i++) {
                reader.get(path).expect(200);
                reader.get(USERS).expect(200);
                String name = "Ada " + i;
                writer.patch(path, "{\"name\":\"" + name + "\"}").expect(200);
                await(() -> reader.get(path).json().get("name").stringValue().equals(name));
                await(() -> reader.get(USERS)
                        .json()
                        .get(0)
                        .get("name")
                        .stringValue()
                        .equals(name));
            }
            writer.delete(path).expect(204);
            await(() -> reader.get(path).status() == 404);
        }
    }

    private static boolean isUp(Client client) {
        try {
            return client.get("/health").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Client.Answer until(Supplier<Client.Answer> ask, int status) {
        Client.Answer[] last = {ask.get()};
        await(() -> {
            last[0] = ask.get();
            return last[0].status() == status;
        });
        return last[0];
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited for too long");
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package dev.portside.bootstrap;

import dev.portside.testkit.services.TestRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server on a combination of adapters, and a client of it. */
final class Deployment implements AutoCloseable {

    private final Combination combination;
    private @Nullable App app;
    private @Nullable Client client;

    Deployment(Combination combination) {
        this.combination = combination;
    }

    /** Returns when it is ready. */
    void start(Path dataDirectory) {
        app = App.start(TestSettings.of(settings(dataDirectory)), Clock.systemUTC());
        client = new Client(app.port());
    }

    private String[] settings(Path dataDirectory) {
        List<String> redis = combination.cache().equals("redis") ? List.of("REDIS_URL", TestRedis.url()) : List.of();
        List<String> directory = combination.storage().equals("embedded")
                ? List.of("PORTSIDE_DATA_DIR", dataDirectory.toString())
                : List.of();
        List<String> names = List.of(
                "PORTSIDE_HTTP", combination.http(),
                "PORTSIDE_STORAGE", combination.storage(),
                "PORTSIDE_CACHE", combination.cache(),
                "PORTSIDE_CACHE_NAMESPACE", UserJourneys.unique("matrix"));
        return Stream.of(redis, directory, names).flatMap(List::stream).toArray(String[]::new);
    }

    Combination combination() {
        return combination;
    }

    Client client() {
        return Objects.requireNonNull(client, "start() comes first");
    }

    /** Frees the port and the data. */
    @Override
    public void close() {
        if (client != null) {
            client.leave();
        }
        if (app != null) {
            app.close();
        }
    }

    @Override
    public String toString() {
        return combination.toString();
    }
}

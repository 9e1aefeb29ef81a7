package dev.portside.bootstrap;

import dev.portside.testkit.services.TestRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All journeys on one way to serve HTTP and each combination of the other adapters, all chosen by their names. A class per way,
 * so that they can run beside each other. {@code docs/adapters.md} has what they have shown.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("deployments")
abstract class AdapterMatrix implements Journeys {

    static final Path DOCUMENT = Path.of("../docs/adapters.md");

    /** One after another starts on what the one before has left, which takes a second; an empty one takes five. */
    @TempDir
    static Path dataDirectory;

    private final Deployment deployment;

    AdapterMatrix(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Starts the deployment, which JUnit closes as an argument. */
    @BeforeParameterizedClassInvocation
    static void start(Deployment deployment) {
        deployment.start(dataDirectory);
    }

    Combination combination() {
        return deployment.combination();
    }

    @Override
    public Client client() {
        return deployment.client();
    }

    @Override
    public boolean remembers() {
        return !combination().cache().equals("none");
    }

    /** Server on a combination of adapters, and a client of it. */
    static final class Deployment implements AutoCloseable {

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
            List<String> redis =
                    combination.cache().equals("redis") ? List.of("REDIS_URL", TestRedis.url()) : List.of();
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
}

package dev.portside.bootstrap;

import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The journeys without any service, served by Helidon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InMemoryHelidonJourneysTest implements Journeys {

    private final App app = App.start(
            TestSettings.of("PORTSIDE_STORAGE", "memory", "PORTSIDE_CACHE", "local", "PORTSIDE_HTTP", "helidon"),
            Clock.systemUTC());

    private final Client client = new Client(app.port());

    @Override
    public Client client() {
        return client;
    }

    @AfterAll
    void stop() {
        app.close();
    }
}

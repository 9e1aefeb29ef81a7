package dev.portside.bootstrap;

import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The journeys without any service: milliseconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InMemoryJourneysTest implements Journeys {

    private final App app =
            App.start(TestSettings.of("PORTSIDE_STORAGE", "memory", "PORTSIDE_CACHE", "none"), Clock.systemUTC());

    private final Client client = new Client(app.port());

    @Override
    public Client client() {
        return client;
    }

    @Override
    public boolean remembers() {
        return false;
    }

    @AfterAll
    void stop() {
        app.close();
    }
}

package dev.portside.bootstrap;

import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The journeys on everything that is real, served by Helidon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullStackHelidonJourneysTest implements Journeys {

    private final App app =
            App.start(TestSettings.of(FullStack.settings("PORTSIDE_HTTP", "helidon")), Clock.systemUTC());

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

package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.testkit.services.TestPostgres;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lists that many ask for while users are registered: reads are coalesced, made anew, and waited for, all at once. The build runs it
 * on one processor, too, where one thread that does not give way stops all others until its deadline: then an answer is 504.
 */
@Timeout(120)
class ListsUnderWritesTest {

    private static final String USERS = "/api/v1/users";
    private static final int READERS = 12;
    private static final int READS = 300;

    @ParameterizedTest
    @ValueSource(strings = {"javalin", "helidon"})
    void every_read_is_answered_while_others_write(String http) throws Exception {
        String database = FullStack.url(TestPostgres.createDatabase());
        try (App app = App.start(TestSettings.of("DATABASE_URL", database, "PORTSIDE_HTTP", http), Clock.systemUTC());
                ExecutorService clients = Executors.newCachedThreadPool()) {
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 1; i <= READERS; i++) {
                String target = USERS + "?limit=" + i;
                readers.add(clients.submit(() -> read(new Client(app.port()), target)));
            }
            Future<Integer> writer = clients.submit(() -> writeUntil(over, new Client(app.port())));
            Future<Integer> probe = clients.submit(() -> lookUntil(over, new Client(app.port())));
            for (Future<Integer> reader : readers) {
                assertEquals(READS, reader.get());
            }
            over.set(true);
            assertTrue(writer.get() > 0, "nothing was written meanwhile");
            assertTrue(probe.get() > 0, "nobody looked meanwhile");
        }
    }

    private static int read(Client client, String target) {
        for (int i = 0; i < READS; i++) {
            client.get(target).expect(200);
        }
        return READS;
    }

    private static int writeUntil(AtomicBoolean over, Client client) {
        int written = 0;
        while (!over.get() || written == 0) {
            client.register("User " + written, written + "@example.org");
            written++;
        }
        return written;
    }

    private static int lookUntil(AtomicBoolean over, Client client) {
        int looks = 0;
        while (!over.get() || looks == 0) {
            client.get("/health").expect(200);
            looks++;
        }
        return looks;
    }
}

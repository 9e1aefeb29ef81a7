package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher runs is complete: the class path of tests has more on it. */
class PackagedServerIT {

    @Test
    void the_server_runs_on_what_was_packaged(@TempDir Path folder) throws Exception {
        String packaged = Path.of("target", "lib").toAbsolutePath() + "/*";
        Map<String, String> settings = Map.of("PORTSIDE_PORT", "0", "REDIS_URL", "redis://127.0.0.1:1");
        try (ServerProcess server = ServerProcess.start(packaged, folder, settings)) {
            Client client = new Client(server.port());
            client.register("Ada", "ada@example.org");
            assertEquals(
                    1,
                    client.get(Client.USERS + "?search=ADA").expect(200).json().size());
            client.get("/metrics").expect(200);
            server.terminate();
            assertEquals(0, server.exitCode(), server.output());
        }
    }
}

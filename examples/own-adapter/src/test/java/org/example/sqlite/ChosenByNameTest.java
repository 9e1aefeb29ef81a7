package org.example.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Portside's own server with its storage in SQLite. */
@Timeout(120)
class ChosenByNameTest {

    private static final String USERS = "/api/v1/users";
    private static final String EVENTS = "/api/v1/analytics";
    private static final String TREND = EVENTS + "/trends?event=signup&from=2026-03-29&to=2026-03-31&tz=Europe/Berlin";
    private static final Map<String, String> SQLITE = Map.of("PORTSIDE_STORAGE", "sqlite");

    @TempDir
    private Path folder;

    @Test
    void what_the_server_was_told_is_there_after_a_stop_and_after_a_kill() throws Exception {
        try (Server server = Server.start(folder, SQLITE)) {
            server.post(USERS, "{\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\"}", 201);
            server.post(EVENTS, """
                [{"id":"01890a5d-ac96-774b-bcce-b302099a8057","name":"signup","user_id":1,
                  "timestamp":"2026-03-29T10:00:00Z","properties":{"plan":"pro"}}]\
                """, 202);
            server.put(USERS + "/1/avatar", "image/png", picture(), 204);
            finds(server);
            assertEquals(0, server.stop());
        }
        try (Server server = Server.start(folder, SQLITE)) {
            finds(server);
            server.post(USERS, "{\"name\":\"Eve\",\"email\":\"ADA@example.org\"}", 409);
            server.post(USERS, "{\"name\":\"Grace Hopper\",\"email\":\"grace@example.org\"}", 201);
            server.kill();
        }
        try (Server server = Server.start(folder, SQLITE)) {
            finds(server);
            assertTrue(server.get(USERS + "?search=GRACE", 200).contains("\"name\":\"Grace Hopper\""));
        }
    }

    private static void finds(Server server) throws Exception {
        assertTrue(server.get(USERS + "?search=LOVE", 200).contains("\"name\":\"Ada Lovelace\""));
        assertEquals(
                "[{\"bucket\":\"2026-03-29T00:00:00+01:00\",\"count\":1,\"unique_users\":1},"
                        + "{\"bucket\":\"2026-03-30T00:00:00+02:00\",\"count\":0,\"unique_users\":0}]",
                server.get(TREND, 200));
        assertTrue(server.get(EVENTS + "/top?property=plan&from=2026-03-29&to=2026-03-31", 200)
                .contains("\"pro\""));
        assertTrue(server.get(USERS + "/1/avatar?size=64&format=png", 200).contains("PNG"));
        assertTrue(server.get("/ready", 200).contains("\"storage\":\"up\""));
    }

    @Test
    void it_is_listed_with_its_settings() throws Exception {
        String config = Server.run(folder, Map.of(), "config");

        assertTrue(config.contains("# PORTSIDE_STORAGE can be: embedded, memory, postgres, sqlite\n"), config);
        assertTrue(
                config.contains("#   sqlite has settings of its own:"
                        + " PORTSIDE_SQLITE_FILE=portside.sqlite (the path of a file), PORTSIDE_SQLITE_WAIT=3s ("),
                config);
    }

    @Test
    void a_name_that_is_none_and_a_setting_that_cannot_be_are_told_with_what_to_do() throws Exception {
        assertEquals(
                "PORTSIDE_STORAGE must be one of embedded, memory, postgres, sqlite, but was \"sqlight\"\nexit 2",
                Server.run(folder, Map.of("PORTSIDE_STORAGE", "sqlight"), "config"));
        assertEquals(
                "PORTSIDE_SQLITE_FILE is a folder; set it to a file in it, such as " + folder.resolve("portside.sqlite")
                        + "\nexit 2",
                Server.run(
                        folder,
                        Map.of("PORTSIDE_STORAGE", "sqlite", "PORTSIDE_SQLITE_FILE", folder.toString()),
                        "config"));
    }

    private static byte[] picture() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }
}

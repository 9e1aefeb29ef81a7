package org.example.sqlite;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.storage.Storage;
import dev.portside.application.user.Registration;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.testkit.event.EventFixtures;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment has kept what it said it had. */
@Timeout(60)
class CrashTest {

    private static final int ENOUGH = 50;

    @TempDir
    private Path folder;

    /** Writes for ever, and says each id once it is written. */
    static final class Writing {
        public static void main(String[] arguments) {
            Storage storage = TestStorage.open(Path.of(arguments[0]));
            storage.migrate();
            for (int i = 0; ; i++) {
                List<Registration> done =
                        storage.users().registerAll(List.of(newUser("User " + i, i + "@example.org")), NOON);
                EventFixtures.store(storage.events(), EventFixtures.event(i, "registered", "ada", NOON.toString()));
                if (done.getFirst() instanceof Registration.Registered(User user)) {
                    System.out.println(user.id());
                }
            }
        }
    }

    @Test
    void what_was_said_to_be_written_is_there_after_a_kill() throws Exception {
        Path file = folder.resolve("killed.sqlite");
        List<UserId> said = new ArrayList<>();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writing.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            while (said.size() < ENOUGH) {
                said.add(new UserId(Long.parseLong(lines.readLine())));
            }
            // Through the handle, for Process.destroyForcibly also closes the pipe with the last words in it.
            process.toHandle().destroyForcibly();
            process.waitFor();
            lines.lines()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::parseLong)
                    .map(UserId::new)
                    .forEach(said::add);
        } finally {
            process.destroyForcibly();
        }

        try (Storage storage = TestStorage.open(file)) {
            storage.migrate();
            for (UserId id : said) {
                assertTrue(storage.users().byId(id).isPresent(), () -> id + " was lost");
            }
            assertEquals(1, storage.events().totals().names().size());
            long events = storage.events().totals().names().values().iterator().next();
            assertTrue(events >= said.size(), () -> "of " + said.size() + " events " + events + " are there");
        }
    }
}

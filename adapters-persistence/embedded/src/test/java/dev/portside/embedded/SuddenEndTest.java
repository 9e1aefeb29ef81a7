package dev.portside.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was committed is lost, whichever process is killed. */
@Timeout(120)
class SuddenEndTest {

    private static final int ENOUGH = 50;

    @TempDir
    Path temporary;

    @Test
    void the_program_is_killed_and_its_server_lives_on() throws Exception {
        Process program = startWritingProgram();
        awaitCommitted(program);
        var refused = assertThrows(IllegalStateException.class, () -> EmbeddedPostgres.start(temporary));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("in use by process " + program.pid()),
                refused::getMessage);

        program.destroyForcibly().waitFor();
        long committed = lastCommitted();
        Postmaster leftover = Postmaster.of(cluster()).orElseThrow();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary)) {
            assertFalse(Postmaster.of(cluster()).orElseThrow().equals(leftover));
            assertTrue(Rows.count(server) >= committed, () -> "fewer rows than were reported as committed");
        }
        assertTrue(Postmaster.of(cluster()).isEmpty());
    }

    @Test
    void the_server_is_killed() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary)) {
            addOneRow(server);
            ProcessHandle postmaster = Postmaster.of(cluster()).orElseThrow().process();
            assertTrue(postmaster.destroyForcibly());
        }

        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary)) {
            assertEquals(1, Rows.count(server));
        }
    }

    @Test
    void the_process_id_of_a_killed_server_belongs_to_another_program_now() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary)) {
            addOneRow(server);
        }
        Files.write(
                cluster().resolve("postmaster.pid"),
                List.of(Long.toString(ProcessHandle.current().pid()), cluster().toString(), "0", "1", "", "127.0.0.1"));

        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary)) {
            assertEquals(1, Rows.count(server));
        }
    }

    private Path cluster() throws IOException {
        return temporary.toRealPath().resolve("cluster");
    }

    private Path output() {
        return temporary.resolve("committed");
    }

    private static void addOneRow(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = Rows.connect(server)) {
            Rows.create(connection);
            Rows.add(connection, 1);
        }
    }

    private Process startWritingProgram() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WritingProgram.class.getName(),
                temporary.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(output().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void awaitCommitted(Process program) throws IOException, InterruptedException {
        long committed = lastCommitted();
        while (committed < ENOUGH) {
            assertTrue(program.isAlive(), "the program ended by itself");
            Thread.sleep(1);
            committed = lastCommitted();
        }
    }

    private long lastCommitted() throws IOException {
        String text = Files.readString(output());
        // What stands behind the last line end may have been cut short.
        String[] whole = text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1);
        return whole.length < 2 ? 0 : Long.parseLong(whole[whole.length - 2]);
    }
}

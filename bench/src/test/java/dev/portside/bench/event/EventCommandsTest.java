package dev.portside.bench.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EventCommandsTest {

    /** The table of questions would be gone. */
    @Test
    void partOfTheTablesIsNotPublishedAndNothingIsMeasuredForIt(@TempDir Path root) {
        EventCommands commands = new EventCommands(root, Path.of("java"));
        new CommandLine(commands).parseArgs("--parts", "INTAKE", "--publish");

        var refusal = assertThrows(IllegalArgumentException.class, commands::call);

        assertEquals(
                "--publish replaces the tables of all parts; leave --parts out, or --publish", refusal.getMessage());
        assertFalse(Files.exists(root.resolve("bench")), "a run was begun");
    }
}

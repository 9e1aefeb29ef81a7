package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.core.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meaning of a file {@code .env}, shown by one of the settings that take any text. */
class DotEnvTest {

    private static final String KEY = "PORTSIDE_DATA_DIR";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PORTSIDE_DATA_DIR=plain | plain",
                "PORTSIDE_DATA_DIR = spaced out | spaced out",
                "export\tPORTSIDE_DATA_DIR=exported | exported",
                "export   PORTSIDE_DATA_DIR=exported | exported",
                "\uFEFFPORTSIDE_DATA_DIR=marked | marked",
                "PORTSIDE_DATA_DIR=value # a comment | value",
                "PORTSIDE_DATA_DIR=value\t# a comment | value",
                "PORTSIDE_DATA_DIR=value#no comment | value#no comment",
                "PORTSIDE_DATA_DIR=\"a # b\" # c | a # b",
                "PORTSIDE_DATA_DIR='a # b' # c | a # b",
                "PORTSIDE_DATA_DIR='${A} \\n \"' | ${A} \\n \"",
                "PORTSIDE_DATA_DIR=\"say \\\"a\\\\b\\${c}\\n\" | say \"a\\b${c}\\n",
                "PORTSIDE_DATA_DIR=a=b | a=b",
            })
    void it_is_read_as_elsewhere(String text, String expected) throws IOException {
        assertEquals(expected, read(text).effective().get(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORTSIDE_DATA_DIR=\r\n", "PORTSIDE_DATA_DIR= # a comment", "PORTSIDE_DATA_DIR=''"})
    void nothing_is_not_set(String text) throws IOException {
        assertEquals(".portside", read(text).effective().get(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "hunter 2=x",
                "=hunter2",
                "A='hunter2",
                "A=\"hunter2",
                "A='hun'ter2",
                "A=\"hun\"ter2",
                "A=#hunter2",
                "A=${hunter2}",
                "A=\"hunter2${B}\"",
                "A=hunter2\u0007",
                "- A=hunter2"
            })
    void of_a_line_that_is_not_understood_only_its_number_is_told(String line) throws IOException {
        String message = refused("# one\n" + line + "\nB=1\n");

        assertTrue(message.startsWith("line 2 of " + folder.resolve(".env") + " "), message);
        assertEquals(1, message.lines().count(), message);
        assertFalse(message.contains("hun"), message);
    }

    @Test
    void what_others_could_have_written_does_nothing() throws IOException {
        Path file = write("PORTSIDE_HOST=0.0.0.0\nPORTSIDE_ALLOW_UNAUTHENTICATED=true\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        String message = refused(file);
        assertTrue(message.contains(".env is not read, because ") && message.contains("chmod go-w"), message);
        assertEquals(1, message.lines().count(), message);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertTrue(refused(file).contains(folder.toRealPath() + " may be written to by others"));
    }

    @Test
    void a_link_and_what_is_no_file_are_not_read() throws IOException {
        Files.createSymbolicLink(folder.resolve(".env"), Files.writeString(folder.resolve("other"), "A=1\n"));
        assertTrue(refused(folder.resolve(".env")).contains("is a symbolic link"));

        assertTrue(refused(Files.createDirectory(folder.resolve("folder"))).contains("is not a file"));
    }

    @Test
    void other_characters_than_of_utf_8_are_told() throws IOException {
        Path file = Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xe9, '\n'});
        assertTrue(refused(file).endsWith(".env is not UTF-8; save it as that"));
    }

    @Test
    void that_it_was_read_is_said() throws Exception {
        write("A=1\n");
        try (ServerProcess server =
                ServerProcess.start(folder, Map.of("PORTSIDE_PORT", "0", "PORTSIDE_STORAGE", "memory"))) {
            server.port();
            assertTrue(
                    server.output()
                            .contains(
                                    "Settings read from " + folder.toRealPath().resolve(".env") + ";"),
                    server::output);
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve(".env"), text);
    }

    private Settings read(String text) throws IOException {
        return Settings.read(Map.of(), write(text));
    }

    private String refused(String text) throws IOException {
        return refused(write(text));
    }

    private static String refused(Path file) {
        InvalidSettings invalid = assertThrows(InvalidSettings.class, () -> Settings.read(Map.of(), file));
        return String.valueOf(invalid.getMessage());
    }
}

package dev.portside.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedPostgresTest {

    @TempDir
    static Path shared;

    private static Path dataDir;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws SQLException {
        // A folder that is not there yet, with a name that a shell would take apart.
        dataDir = shared.resolve("a folder's/of data");
        server = EmbeddedPostgres.start(dataDir);
        try (Connection connection = Rows.connect(server)) {
            Rows.create(connection);
            Rows.add(connection, 42);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void rows_and_password_are_kept_over_a_restart() throws SQLException {
        String password = server.password();

        server.close();
        server = EmbeddedPostgres.start(dataDir);

        assertEquals(password, server.password());
        assertEquals(1, Rows.count(server));
    }

    @Test
    void a_second_server_on_the_directory_is_refused_at_once() {
        var refused = assertThrows(IllegalStateException.class, () -> EmbeddedPostgres.start(dataDir));

        assertTrue(
                String.valueOf(refused.getMessage()).contains("is in use by this program itself"), refused::getMessage);
        // And the refusal did not release the lock.
        assertThrows(IllegalStateException.class, () -> EmbeddedPostgres.start(dataDir));
    }

    @Test
    void only_the_owner_may_read_what_is_secret() throws IOException {
        assertEquals("rwx------", permissions(dataDir));
        assertEquals("rwx------", permissions(dataDir.resolve("cluster")));
        assertEquals("rw-------", permissions(dataDir.resolve("password")));
    }

    @Test
    void nobody_else_gets_in() {
        assertRefused("portside", "portside", "wrong");
        assertRefused("portside", "portside", "");
        assertRefused("portside", "postgres", server.password());
        assertRefused("postgres", "portside", server.password());
    }

    @Test
    void what_is_committed_is_on_the_disk_and_text_is_the_same_everywhere() throws SQLException {
        try (Connection connection = Rows.connect(server)) {
            assertEquals("on", Rows.ask(connection, "show fsync"));
            assertEquals("on", Rows.ask(connection, "show synchronous_commit"));
            assertEquals("on", Rows.ask(connection, "show data_checksums"));
            assertEquals("UTF8", Rows.ask(connection, "show server_encoding"));
            assertEquals("127.0.0.1", Rows.ask(connection, "show listen_addresses"));
            assertEquals("off", Rows.ask(connection, "show is_superuser"));
            assertEquals(
                    "b C.UTF-8",
                    Rows.ask(
                            connection,
                            "select format('%s %s', datlocprovider, datlocale) from pg_database where datname = 'portside'"));
        }
    }

    @Test
    void damaged_programs_are_unpacked_again() throws Exception {
        server.close();
        Path program = Binaries.unpack(new DataDirectory(dataDir.toRealPath())).program("postgres");
        // A process that is just ending may still run it, and what runs cannot be written to.
        byte[] original = Files.readAllBytes(program);
        Files.delete(program);
        byte[] planted = original.clone();
        planted[planted.length / 2] ^= 1;
        Files.write(program, planted);
        // The loader would prefer it to the system's.
        Path added = Files.writeString(program.resolveSibling("../lib/libc.so.6"), "planted");

        server = EmbeddedPostgres.start(dataDir);

        assertEquals(1, Rows.count(server));
        assertArrayEquals(original, Files.readAllBytes(program));
        assertTrue(Files.notExists(added));
    }

    @Test
    void programs_that_are_unchanged_are_not_unpacked_again() throws Exception {
        DataDirectory directory = new DataDirectory(dataDir.toRealPath());
        Object before = Files.getAttribute(Binaries.unpack(directory).program("postgres"), "unix:ino");

        assertEquals(before, Files.getAttribute(Binaries.unpack(directory).program("postgres"), "unix:ino"));
    }

    @Test
    void programs_that_others_may_change_are_unpacked_again() throws Exception {
        DataDirectory directory = new DataDirectory(dataDir.toRealPath());
        Path lib = Binaries.unpack(directory).folder().resolve("lib");
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxrwxrwx"));

        Binaries.unpack(directory);

        assertEquals("rwxr-xr-x", permissions(lib));
    }

    @Test
    void a_directory_that_others_may_change_is_refused_with_what_to_do(@TempDir Path temporary) throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefusesDirectory(open, open.toRealPath() + " may be written to by others (mode 0777)");
        assertRefusesDirectory(open.resolve("below"), open.toRealPath() + " may be written to by others (mode 0777)");
        assertTrue(Files.notExists(open.resolve("below")), "nothing is made there either");

        Path link = Files.createSymbolicLink(temporary.resolve("link"), dataDir);
        assertRefusesDirectory(link, "is a symbolic link");
    }

    @Test
    void what_others_left_in_the_directory_is_refused(@TempDir Path temporary) throws IOException {
        for (String name : new String[] {"lock", "password", "cluster", "postgresql.log", "postgresql-18.6.0"}) {
            Path own = Files.createDirectory(temporary.resolve("with " + name));
            Path planted = Files.createSymbolicLink(own.resolve(name), Path.of("/etc"));
            assertRefusesDirectory(own, "is a symbolic link");
            Files.delete(planted);
            Files.setPosixFilePermissions(Files.createFile(planted), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertRefusesDirectory(own, "chmod go-w " + planted.toRealPath());
        }
    }

    private static void assertRefusesDirectory(Path directory, String why) {
        var refused = assertThrows(IllegalStateException.class, () -> EmbeddedPostgres.start(directory));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(why) && message.contains("set PORTSIDE_DATA_DIR"), message);
    }

    @Test
    void the_server_knows_nothing_of_what_is_set_for_this_program() throws Exception {
        Path postmaster = Path.of(
                "/proc",
                Files.readAllLines(dataDir.resolve("cluster/postmaster.pid")).getFirst(),
                "environ");
        // Elsewhere than on Linux the unit test has to do.
        if (Files.isReadable(postmaster)) {
            List<String> names = Arrays.stream(Files.readString(postmaster).split("\0"))
                    .map(variable -> variable.split("=", 2)[0])
                    .filter(name -> !name.startsWith("PG"))
                    .toList();
            // PostgreSQL adds what it has read from its own settings.
            assertTrue(
                    Set.of("PATH", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "PWD")
                            .containsAll(names),
                    names::toString);
        }
    }

    @Test
    void data_of_another_major_version_is_left_alone() throws IOException {
        server.close();
        Path version = dataDir.resolve("cluster/PG_VERSION");
        Files.writeString(version, "17\n");
        try {
            var refused = assertThrows(IllegalStateException.class, () -> EmbeddedPostgres.start(dataDir));

            assertTrue(
                    String.valueOf(refused.getMessage()).contains("was written by PostgreSQL 17"), refused::getMessage);
        } finally {
            Files.writeString(version, "18\n");
            server = EmbeddedPostgres.start(dataDir);
        }
    }

    @Test
    void a_directory_that_cannot_be_made_is_refused_with_what_to_do(@TempDir Path temporary) throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        for (Path impossible : new Path[] {file, file.resolve("below/it")}) {
            var refused = assertThrows(IllegalStateException.class, () -> EmbeddedPostgres.start(impossible));

            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains(file + " is not a folder; set PORTSIDE_DATA_DIR"), message);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void assertRefused(String database, String user, String password) {
        String url = server.jdbcUrl().replaceAll("/[a-z]+$", "/" + database);
        SQLException refused = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection(url, user, password).close());
        assertTrue(String.valueOf(refused.getSQLState()).matches("28...|08004"), refused::toString);
    }
}

package dev.portside.embedded;

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
        Files.delete(program);
        Files.writeString(program, "damaged");

        server = EmbeddedPostgres.start(dataDir);

        assertEquals(1, Rows.count(server));
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

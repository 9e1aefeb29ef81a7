package dev.portside.testkit.services;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One real PostgreSQL for all tests of a JVM, started when first asked for. It is, in this order: the one whose address
 * is in {@value #ADDRESS_VARIABLE} (its user must be allowed to create databases), one in a container, or one from the
 * embedded binaries. Durability is off wherever the server is our own. Safe for use by many threads.
 */
public final class TestPostgres {

    /** Names the environment variable with the address of a server to use. */
    public static final String ADDRESS_VARIABLE = "PORTSIDE_TEST_DATABASE_URL";

    private static final Logger LOG = LoggerFactory.getLogger(TestPostgres.class);
    private static final String IMAGE = "postgres:18";
    private static final String MAX_CONNECTIONS = "300";

    /** Address of a database. */
    public record Database(String jdbcUrl, String user, String password) {}

    private TestPostgres() {}

    /** Creates an empty database that no other test knows. Takes tens of milliseconds. */
    public static Database createDatabase() {
        return create(newName(), "template0 encoding 'UTF8'");
    }

    /** Creates a copy of a database made here that has no connections; quicker than to migrate another. */
    public static Database createCopy(Database original) {
        String path = URI.create(original.jdbcUrl().substring("jdbc:".length())).getPath();
        return create(newName(), path.substring(1));
    }

    private static String newName() {
        return "test_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static Database create(String name, String template) {
        PostgresAddress server = Shared.SERVER;
        server.execute("create database " + name + " template " + template);
        if (Shared.IS_GIVEN) {
            // Our own servers vanish with the JVM; somebody else's is left as it was found.
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> server.execute("drop database if exists " + name + " with (force)")));
        }
        return new Database(server.jdbcUrl(name), server.user(), server.password());
    }

    /** Starts a server that the test has to itself and may stop and start again; always from the embedded binaries. */
    public static PrivatePostgres startPrivate() {
        return PrivatePostgres.start();
    }

    /** Initialised when first touched: the JVM does the locking. */
    private static final class Shared {

        private static final boolean IS_GIVEN = System.getenv(ADDRESS_VARIABLE) != null;
        private static final PostgresAddress SERVER = choose();

        private static PostgresAddress choose() {
            String given = System.getenv(ADDRESS_VARIABLE);
            if (given != null) {
                return PostgresAddress.parse(ADDRESS_VARIABLE, given);
            }
            if (ContainerEngine.isLikely()) {
                try {
                    return container();
                } catch (RuntimeException e) {
                    LOG.warn("No PostgreSQL in a container, so the embedded binaries are used: {}", e.toString());
                }
            }
            return embedded();
        }

        /** Left running: Testcontainers removes it when the JVM has ended. */
        @SuppressWarnings("resource")
        private static PostgresAddress container() {
            var container = new PostgreSQLContainer(IMAGE)
                    .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=" + MAX_CONNECTIONS);
            container.start();
            return new PostgresAddress(
                    container.getHost(),
                    container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                    container.getDatabaseName(),
                    container.getUsername(),
                    container.getPassword());
        }

        /** Left running: its shutdown hook stops it. */
        private static PostgresAddress embedded() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .setServerConfig("max_connections", MAX_CONNECTIONS)
                        .start();
                return new PostgresAddress("localhost", server.getPort(), "postgres", "postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The embedded PostgreSQL did not start; set " + ADDRESS_VARIABLE + " to use another", e);
            }
        }
    }
}

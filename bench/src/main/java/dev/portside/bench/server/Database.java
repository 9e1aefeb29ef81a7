package dev.portside.bench.server;

import dev.portside.bench.machine.Command;
import dev.portside.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The one PostgreSQL that all servers use, with the same users in it each time. */
public final class Database implements AutoCloseable {

    private static final Duration SEED_LIMIT = Duration.ofMinutes(30);

    /** Every so many users a page of the list begins. */
    private static final int PAGE = 20;

    private final EmbeddedPostgres server;
    private final Connection connection;
    private final Path directory;
    private final long lowestId;
    private final long highestId;

    private Database(EmbeddedPostgres server, Connection connection, Path directory, long lowestId, long highestId) {
        this.server = server;
        this.connection = connection;
        this.directory = directory;
        this.lowestId = lowestId;
        this.highestId = highestId;
    }

    /**
     * Starts PostgreSQL and sees to it that it holds so many users, made by {@code portside seed}. What is there from an
     * earlier time is used again.
     */
    public static Database start(Path directory, Path root, int users) {
        EmbeddedPostgres server = EmbeddedPostgres.start(directory);
        try {
            Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
            Map<String, String> environment = environment(server);
            if (!seeded(connection, users)) {
                portside(root, environment, "migrate");
                execute(connection, "truncate users, avatars, registration_keys restart identity");
                portside(root, environment, "seed", "--users", Integer.toString(users));
            }
            long lowest = number(connection, "select min(id) from users");
            Database database = new Database(server, connection, directory, lowest, lowest + users - 1);
            database.removeRegistered();
            return database;
        } catch (SQLException e) {
            server.close();
            throw new IllegalStateException("The database could not be filled: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static boolean seeded(Connection connection, int users) throws SQLException {
        return number(connection, "select count(*) from pg_class where relname = 'users' and relkind = 'r'") == 1
                && number(connection, "select count(*) from users where email like '%@example.org'") == users;
    }

    private static void portside(Path root, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("portside").toString()));
        command.addAll(List.of(arguments));
        Command.run(command, root.resolve("bench/target"), environment, SEED_LIMIT);
    }

    /** Sees to it that it holds so many events, made by {@code portside seed}, and no others. */
    public void holdEvents(Path root, long events) {
        try {
            if (number(connection, "select count(*) from event_ids") != events) {
                execute(connection, "truncate event_ids, events, event_deltas, event_rollups, event_values");
                portside(root, environment(), "seed", "--events", Long.toString(events));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The events could not be made: " + e.getMessage(), e);
        }
    }

    /** A connection of one's own, to be closed. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    public void run(String... commands) {
        try {
            for (String command : commands) {
                execute(connection, command);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A statement of the bench failed: " + e.getMessage(), e);
        }
    }

    public long lowestId() {
        return lowestId;
    }

    public long highestId() {
        return highestId;
    }

    /** Returns the variables by which programs find it. */
    public Map<String, String> environment() {
        return environment(server);
    }

    private static Map<String, String> environment(EmbeddedPostgres server) {
        URI address = URI.create(server.jdbcUrl().substring("jdbc:".length()));
        String port = Integer.toString(address.getPort());
        String database = address.getPath().substring(1);
        String url = "postgres://" + server.user() + ":" + server.password() + "@" + address.getHost() + ":" + port
                + "/" + database;
        return Map.of(
                "DATABASE_URL",
                url,
                "PGHOST",
                address.getHost(),
                "PGPORT",
                port,
                "PGDATABASE",
                database,
                "PGUSER",
                server.user(),
                "PGPASSWORD",
                server.password());
    }

    /** The process that all of PostgreSQL's others are children of. */
    public long pid() {
        try {
            return Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's process is not known", e);
        }
    }

    /** Returns what {@code select version()} begins with. */
    public String version() {
        return text("select split_part(version(), ' on ', 1)").getFirst();
    }

    /** Returns where each page of the list begins but the first: microseconds since 1970, {@code _}, id. */
    public List<String> places() {
        return text(
                "select (extract(epoch from created_at) * 1000000)::bigint || '_' || id from (select created_at, id,"
                        + " row_number() over (order by created_at desc, id desc) as number from users) as numbered"
                        + " where number % " + PAGE + " = 0 order by number limit " + (highestId - lowestId) / PAGE);
    }

    /** Removes the users that a load has registered, and vacuums, so that each server finds the same state. */
    public void removeRegistered() {
        try {
            execute(connection, "delete from users where id > " + highestId);
            execute(connection, "vacuum (analyze) users");
        } catch (SQLException e) {
            throw new IllegalStateException("The users could not be put back as they were: " + e.getMessage(), e);
        }
    }

    private List<String> text(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not answer: " + e.getMessage(), e);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The connection could not be closed: " + e.getMessage(), e);
        } finally {
            server.close();
        }
    }
}

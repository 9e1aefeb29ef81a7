package org.example.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/** One connection, for one thread at a time. */
final class Session implements AutoCloseable {

    /** Makes something of the row that the result stands at. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Steps of SQLite's machine, of which it does some ten million a second, between two looks at the time. */
    private static final int STEPS = 10_000;

    private final Connection connection;
    private final long deadlineNanos;
    private long begun;
    private volatile boolean stopped;

    private Session(Connection connection, Duration deadline) {
        this.connection = connection;
        this.deadlineNanos = deadline.toNanos();
    }

    /**
     * Connects to a file, which is made if it is not there.
     *
     * @param wait how long a transaction waits for one of another process
     * @param deadline after which a transaction is given up
     */
    static Session open(Path path, Duration wait, Duration deadline) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // Readers do not wait for who writes, nor the other way round.
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A commit returns when it is on the disk; NORMAL, which many advise for WAL, may lose the last ones with the
        // power.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // Off by default, and set for each connection.
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) wait.toMillis());
        Session session = new Session(config.createConnection("jdbc:sqlite:" + path.toAbsolutePath()), deadline);
        ProgressHandler.setHandler(session.connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return session.isWaitedFor() ? 0 : 1;
            }
        });
        return session;
    }

    /** Ends the statement when the thread was interrupted or the deadline is over: the answer is no longer needed. */
    private boolean isWaitedFor() {
        return !stopped
                && System.nanoTime() - begun < deadlineNanos
                && !Thread.currentThread().isInterrupted();
    }

    /** Ends the statement that is under way, and every later one. */
    void stop() {
        stopped = true;
    }

    <T> T transaction(String begin, SqliteFile.Work<T> work) throws SQLException {
        begun = System.nanoTime();
        // In SQL, for JDBC's commit() would at once begin the next transaction, and keep all others from writing.
        script(begin);
        try {
            T result = work.in(this);
            script("commit");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Throwable why) {
        try {
            script("rollback");
        } catch (SQLException e) {
            // After some errors SQLite has rolled back already.
            why.addSuppressed(e);
        }
    }

    /** Runs statements without arguments. */
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Runs a statement that changes rows, and returns how many. */
    int change(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> list(Row<T> row, String sql, Object... arguments) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(row.of(rows));
            }
        }
        return found;
    }

    /** Consumer of rows, one by one, that can end the reading. */
    void eachWhile(Row<Boolean> taker, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            boolean wanted = true;
            while (wanted && rows.next()) {
                wanted = taker.of(rows);
            }
        }
    }

    <T> Optional<T> first(Row<T> row, String sql, Object... arguments) throws SQLException {
        return list(row, sql, arguments).stream().findFirst();
    }

    long number(String sql, Object... arguments) throws SQLException {
        return first(row -> row.getLong(1), sql, arguments).orElseThrow();
    }

    private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }
}

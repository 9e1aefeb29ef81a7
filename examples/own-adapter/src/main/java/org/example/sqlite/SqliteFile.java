package org.example.sqlite;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The file, and the transactions on it. SQLite lets one transaction write while any number read what was there when they began;
 * so there is one connection for writing, which threads wait for in the order they come, and a few for reading.
 */
final class SqliteFile implements AutoCloseable {

    /** Something done in one transaction: all of it, or nothing when it throws. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Reading is a matter of the processors. A read keeps the carrier of its virtual thread, for it is native code. */
    private static final int READERS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Duration wait;
    private final List<Session> sessions = new ArrayList<>();
    private final BlockingQueue<Session> writers = new ArrayBlockingQueue<>(1, true);
    private final BlockingQueue<Session> readers = new ArrayBlockingQueue<>(READERS, true);
    private volatile boolean closed;

    private SqliteFile(Duration wait) {
        this.wait = wait;
    }

    /**
     * Opens the file, and makes it if there is none.
     *
     * @param wait how long a call waits for its turn, among threads and among processes
     * @param deadline after which a statement ends, because its result is no longer needed
     * @throws IllegalStateException when that cannot be done, with what to do about it
     */
    static SqliteFile open(Path path, Duration wait, Duration deadline) {
        SqliteFile file = new SqliteFile(wait);
        try {
            for (int i = 0; i <= READERS; i++) {
                Session session = Session.open(path, wait, deadline);
                file.sessions.add(session);
                (i == 0 ? file.writers : file.readers).add(session);
            }
            return file;
        } catch (SQLException e) {
            file.close();
            throw new IllegalStateException(
                    path.toAbsolutePath() + " cannot be opened (" + e.getMessage()
                            + "); set PORTSIDE_SQLITE_FILE to a file that this user may read and write",
                    e);
        }
    }

    /** Reads one state of the file, which nothing changes meanwhile. */
    <T> T read(Work<T> work) {
        return with(readers, "begin deferred", work);
    }

    /** Reads and writes; no other transaction writes meanwhile. What it wrote is on the disk when this returns. */
    <T> T write(Work<T> work) {
        return with(writers, "begin immediate", work);
    }

    private <T> T with(BlockingQueue<Session> free, String begin, Work<T> work) {
        Session session = take(free);
        try {
            return session.transaction(begin, work);
        } catch (SQLException e) {
            throw Faults.of(e);
        } catch (Fault e) {
            throw e;
        } catch (RuntimeException e) {
            // Such as a row that breaks a rule of the domain: not a mistake of the client.
            throw new Fault(Category.INTERNAL, "Unexpected SQL or mapping error: " + e, e);
        } finally {
            free.add(session);
        }
    }

    private Session take(BlockingQueue<Session> free) {
        try {
            Session session = closed ? null : free.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (session == null) {
                throw new Fault(Category.UNAVAILABLE, closed ? "The SQLite file is closed" : "SQLite is busy");
            }
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while SQLite was waited for", e);
        }
    }

    /** Ends what is under way, and waits for its end; what it had done is as if it had not been. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        sessions.forEach(Session::stop);
        try {
            for (int i = 0; i < sessions.size(); i++) {
                // The writer is in use no longer than any reader, and each queue is asked for as many as it has.
                var unused = (i == 0 ? writers : readers).poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sessions.forEach(Session::close);
        }
    }
}

package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.readiness.Dependency;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database, as readiness sees it: over a connection of its own where it can, for a pool that is busy is no reason to send
 * requests elsewhere.
 */
final class StorageDependency implements Dependency, AutoCloseable {

    private static final int ANSWER_SECONDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(StorageDependency.class);

    private final DataSource source;
    private final boolean keeps;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private boolean closed;

    private StorageDependency(DataSource source, boolean keeps) {
        this.source = source;
        this.keeps = keeps;
    }

    /** Connects when it is first asked, and keeps the connection. */
    static StorageDependency keeping(DataSource source) {
        return new StorageDependency(source, true);
    }

    /** Of a pool whose connections others need: takes one for each answer. */
    static StorageDependency borrowing(DataSource pool) {
        return new StorageDependency(pool, false);
    }

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public void check() {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while another check of PostgreSQL was under way", e);
        }
        try {
            if (!isAlive()) {
                throw new Fault(Category.UNAVAILABLE, "PostgreSQL gave no answer within " + ANSWER_SECONDS + " s");
            }
        } catch (SQLException e) {
            throw Faults.of(e);
        } finally {
            giveBack();
            lock.unlock();
        }
    }

    private void giveBack() {
        if (!keeps) {
            try {
                closeConnection();
            } catch (SQLException e) {
                LOG.debug("A connection could not be given back", e);
            }
        }
    }

    /** A connection that has died says nothing of the server, so a new one is tried at once. */
    private boolean isAlive() throws SQLException {
        if (closed) {
            throw new Fault(Category.UNAVAILABLE, "This node is stopping");
        }
        Connection open = connection;
        if (open != null && open.isValid(ANSWER_SECONDS)) {
            return true;
        }
        closeConnection();
        Connection fresh = source.getConnection();
        connection = fresh;
        return fresh.isValid(ANSWER_SECONDS);
    }

    /** Waits for a check that is under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closeConnection();
        } catch (SQLException e) {
            throw Faults.of(e);
        } finally {
            lock.unlock();
        }
    }

    private void closeConnection() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}

package dev.portside.persistence.connection;

import dev.portside.persistence.statement.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Probe whether a database takes writes on a new connection. A caller during a probe waits for the next answer, which is
 * for all that wait: while it takes none, there is one connection more at a time, however many writes fail.
 */
final class WriteProbe {

    private final DataSource source;
    private final ReentrantLock asking = new ReentrantLock();
    private long begun = System.nanoTime();
    private boolean taken;

    WriteProbe(DataSource source) {
        this.source = source;
    }

    boolean areTaken() {
        long asked = System.nanoTime();
        asking.lock();
        try {
            if (begun - asked < 0) {
                begun = System.nanoTime();
                taken = probe();
            }
            return taken;
        } finally {
            asking.unlock();
        }
    }

    private boolean probe() {
        try (Connection connection = source.getConnection()) {
            return !ServiceState.isReadOnly(connection);
        } catch (SQLException e) {
            // There can be no other connection at the moment; then new ones have to take the place of those that are
            // there.
            return Faults.isTooManyConnections(e);
        }
    }
}

package dev.portside.persistence.connection;

import dev.portside.persistence.statement.Work;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Source of connections. */
public interface Connections extends AutoCloseable {

    /** A connection for a while. */
    interface Lease extends AutoCloseable {

        /** Commits each statement by itself. */
        Connection connection();

        /** Gives it back as it came. */
        @Override
        void close() throws SQLException;
    }

    /**
     * Returns a connection that no other caller uses.
     *
     * @throws dev.portside.application.Fault when there can be none now
     */
    Lease acquire() throws SQLException;

    /** One for work that takes its time: of a pool of one's own, none of those that requests need, and without their timeouts. */
    Lease acquireForLongWork() throws SQLException;

    /** The work as it is to be done on a connection of a transaction of the host's. */
    default <T> Work<T> inHostTransaction(Work<T> work) {
        return work;
    }

    /** Returns whether another one could be had without anyone's waiting for it. */
    boolean areIdle();

    /** None that are open can be relied on. */
    void distrust();

    /**
     * Looks whether the database takes writes on a connection made now, and if so relies on none that was made before.
     *
     * @return whether another try has a chance
     */
    boolean renew();

    /** Returns whether all are in use, and come back with answers. */
    boolean areBusyAnswering();

    /** Connections as they come, for long work. */
    DataSource administration();

    @Override
    void close();
}

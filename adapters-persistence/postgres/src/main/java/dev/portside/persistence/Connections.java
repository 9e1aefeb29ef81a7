package dev.portside.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where connections come from. */
interface Connections extends AutoCloseable {

    /** A connection for a while. */
    interface Lease extends AutoCloseable {

        /** Commits each statement by itself. */
        Connection connection();

        /** Gives it back as it came. */
        @Override
        void close() throws SQLException;
    }

    /**
     * One that nobody else uses.
     *
     * @throws dev.portside.application.Fault when there can be none now
     */
    Lease acquire() throws SQLException;

    /** One for work that takes its time: of a pool of one's own, none of those that requests need, and without their timeouts. */
    Lease acquireForLongWork() throws SQLException;

    /** Whether another one could be had without anyone's waiting for it. */
    boolean areIdle();

    /** None that are open can be relied on. */
    void distrust();

    /** Connections as they come, for long work. */
    DataSource administration();

    @Override
    void close();
}

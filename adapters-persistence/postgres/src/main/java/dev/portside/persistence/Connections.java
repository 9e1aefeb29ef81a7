package dev.portside.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where connections come from. */
interface Connections extends AutoCloseable {

    /**
     * One that nobody else uses, which commits each statement by itself; closing gives it back.
     *
     * @throws dev.portside.application.Fault when there can be none now
     */
    Connection acquire() throws SQLException;

    /** Whether another one could be had without anyone's waiting for it. */
    boolean areIdle();

    /** None that are open can be relied on. */
    void distrust();

    /** Connections for work that takes its time. */
    DataSource administration();

    @Override
    void close();
}

package dev.portside.persistence.statement;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * One statement: written in jOOQ's typed language, rendered once, run over JDBC. Rendering per call would cost more than
 * the round trip's own work in this process, and jOOQ's results are read more slowly than a result set.
 *
 * <p>Values are bound in the order of the statement's parameters.
 */
public record Sql(String text, Preparation preparation) {

    /** What rows are read through that come in steps where statements may have no names. */
    private static final String CURSOR = "portside_rows";

    /** How pgjdbc is to go about it. */
    public enum Preparation {
        KEPT,
        PLANNED_EACH_TIME,
        BINARY
    }

    /** Reads the row that a result set stands on. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes the row that a result set stands on. */
    @FunctionalInterface
    public interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** So that what is done with many rows does not keep other virtual threads waiting. */
    private static final int ROWS_PER_TURN = 100;

    private static final int ROWS_FETCHED = 500;

    /** Of rows whose length is not known yet. */
    private static final int FIRST_ROWS_FETCHED = 32;

    private static final DSLContext JOOQ = jooq();

    /** A statement whose plan may be kept: pgjdbc prepares it on the server from its fifth use on a connection. */
    public static Sql of(Query query) {
        return new Sql(JOOQ.render(query), Preparation.KEPT);
    }

    /**
     * A statement whose best plan depends on its values. Without their knowledge PostgreSQL takes any search text for a
     * rare or for a common one, and one of the two is then slow.
     */
    public static Sql plannedEachTime(Query query) {
        return new Sql(JOOQ.render(query), Preparation.PLANNED_EACH_TIME);
    }

    /**
     * A statement whose answer is large and binary. Up to its fifth use on a connection it would be sent as text, and ten
     * megabytes take thirty to read.
     */
    public static Sql binary(Query query) {
        return new Sql(JOOQ.render(query), Preparation.BINARY);
    }

    public <T> List<T> list(Connection connection, Row<T> reader, @Nullable Object... values) throws SQLException {
        List<T> list = new ArrayList<>();
        each(connection, row -> list.add(reader.read(row)), values);
        return list;
    }

    public void each(Connection connection, RowTaker taker, @Nullable Object... values) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        each(connection, session, session.getDefaultFetchSize(), taker, values);
    }

    /** The same, in a transaction only, for rows that are too many or too long to be all in memory before the first is taken. */
    public void eachOfMany(Connection connection, RowTaker taker, @Nullable Object... values) throws SQLException {
        each(connection, connection.unwrap(PGConnection.class), ROWS_FETCHED, taker, values);
    }

    private void each(Connection connection, PGConnection session, int step, RowTaker taker, @Nullable Object... values)
            throws SQLException {
        // What only reads can be a cursor's, which a statement that writes and returns what it wrote cannot.
        if (step > 0 && areNamesAvoided(session) && !connection.getAutoCommit() && text.startsWith("select ")) {
            eachThroughCursor(connection, step, taker, values);
            return;
        }
        try (PreparedStatement statement = prepare(connection, values)) {
            if (!areNamesAvoided(session)) {
                statement.setFetchSize(step);
            }
            take(statement, taker);
        }
    }

    /**
     * Takes rows one by one for as long as they are wanted, in a transaction only. Rows are fetched in steps of about so many
     * bytes, so that no more than that is in memory, however long they are.
     *
     * @param taker returns how many bytes the row had, negative to end
     */
    public void eachWhile(Connection connection, int stepBytes, Row<Long> taker, @Nullable Object... values)
            throws SQLException {
        if (areNamesAvoided(connection.unwrap(PGConnection.class))) {
            eachWhileThroughCursor(connection, stepBytes, taker, values);
            return;
        }
        try (PreparedStatement statement = prepare(connection, values)) {
            statement.setFetchSize(FIRST_ROWS_FETCHED);
            try (ResultSet rows = statement.executeQuery()) {
                long bytes = 0;
                for (int row = 1; rows.next(); row++) {
                    long more = taker.read(rows);
                    if (more < 0) {
                        return;
                    }
                    bytes += more;
                    rows.setFetchSize(step(stepBytes, row, bytes));
                }
            }
        }
    }

    private static int step(int stepBytes, int rows, long bytes) {
        return Math.clamp((long) stepBytes * rows / Math.max(1, bytes), 1, ROWS_FETCHED);
    }

    private void eachWhileThroughCursor(
            Connection connection, int stepBytes, Row<Long> taker, @Nullable Object... values) throws SQLException {
        declare(connection, values);
        try (Statement fetch = connection.createStatement()) {
            fetch.setFetchSize(0);
            int step = FIRST_ROWS_FETCHED;
            long bytes = 0;
            int taken = 0;
            int fetched = step;
            boolean wanted = true;
            while (wanted && fetched == step) {
                fetched = 0;
                try (ResultSet rows = fetch.executeQuery("fetch " + step + " from " + CURSOR)) {
                    while (wanted && rows.next()) {
                        fetched++;
                        taken++;
                        long more = taker.read(rows);
                        wanted = more >= 0;
                        bytes += more;
                    }
                }
                if (fetched == step) {
                    step = step(stepBytes, taken, bytes);
                    fetched = step;
                }
            }
            fetch.execute("close " + CURSOR);
        }
    }

    private void declare(Connection connection, @Nullable Object... values) throws SQLException {
        try (PreparedStatement declare =
                connection.prepareStatement("declare " + CURSOR + " no scroll cursor for " + text)) {
            declare.setFetchSize(0);
            bind(declare, values);
            declare.execute();
        }
    }

    /** pgjdbc's own cursors are of statements with names. */
    private void eachThroughCursor(Connection connection, int step, RowTaker taker, @Nullable Object... values)
            throws SQLException {
        declare(connection, values);
        try (PreparedStatement fetch = connection.prepareStatement("fetch " + step + " from " + CURSOR);
                PreparedStatement close = connection.prepareStatement("close " + CURSOR)) {
            fetch.setFetchSize(0);
            close.setFetchSize(0);
            int rows;
            do {
                rows = take(fetch, taker);
            } while (rows == step);
            close.execute();
        }
    }

    /** As the connection is set up when there is a pooler that would let others meet them. */
    public static boolean areNamesAvoided(PGConnection session) {
        return session.getPrepareThreshold() == 0;
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // it is not about priorities: virtual threads take turns only when they say so
    private static int take(PreparedStatement statement, RowTaker taker) throws SQLException {
        int taken = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taker.take(rows);
                taken++;
                if (taken % ROWS_PER_TURN == 0) {
                    Thread.yield();
                }
            }
        }
        return taken;
    }

    /**
     * Opens the rows, in a transaction only, to be taken one by one; they come in steps, so that there may be many, and
     * those of other statements may be open beside them.
     */
    Rows open(Connection connection, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(connection, values);
        try {
            statement.setFetchSize(ROWS_FETCHED);
            return new Rows(statement, statement.executeQuery());
        } catch (SQLException | RuntimeException | Error e) {
            try (statement) {
                throw e;
            }
        }
    }

    /** Rows of a statement, of which one is there at a time. */
    public static final class Rows implements AutoCloseable {
        private final PreparedStatement statement;
        private final ResultSet rows;
        private int taken;

        private Rows(PreparedStatement statement, ResultSet rows) {
            this.statement = statement;
            this.rows = rows;
        }

        /** Goes on to the next row; returns whether there is one. */
        @SuppressWarnings("ThreadPriorityCheck") // as above
        public boolean next() throws SQLException {
            if (++taken % ROWS_PER_TURN == 0) {
                Thread.yield();
            }
            return rows.next();
        }

        /** The row that they stand on. */
        public ResultSet row() {
            return rows;
        }

        @Override
        public void close() throws SQLException {
            try (statement) {
                rows.close();
            }
        }
    }

    /** The first row's value, which must not be null. */
    public <T> Optional<T> first(Connection connection, Row<T> reader, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    /** Returns how many rows were written. */
    public int write(Connection connection, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, values)) {
            return statement.executeUpdate();
        }
    }

    /** Runs it with each of these rows of values, which go to the server together. */
    public void writeAll(Connection connection, List<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            if (areNamesAvoided(connection.unwrap(PGConnection.class))) {
                // A batch of pgjdbc's has a statement with a name.
                for (Object[] row : rows) {
                    bind(statement, row);
                    statement.executeUpdate();
                }
                return;
            }
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (BatchUpdateException e) {
            // It only says in which row, and all that stood there.
            throw e.getCause() instanceof SQLException cause ? cause : e;
        }
    }

    private PreparedStatement prepare(Connection connection, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        if (areNamesAvoided(connection.unwrap(PGConnection.class))) {
            // A cursor of pgjdbc's has a statement with a name.
            statement.setFetchSize(0);
        } else {
            switch (preparation) {
                case KEPT -> {}
                case PLANNED_EACH_TIME -> statement.unwrap(PGStatement.class).setPrepareThreshold(0);
                // So pgjdbc is told to ask for binary results from the first use on.
                case BINARY -> statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            }
        }
        bind(statement, values);
        return statement;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static DSLContext jooq() {
        // jOOQ looks when its classes are initialised, which is now, and would write to the log.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        return DSL.using(SQLDialect.POSTGRES);
    }
}

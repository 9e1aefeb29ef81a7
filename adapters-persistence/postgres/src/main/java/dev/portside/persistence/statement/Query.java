package dev.portside.persistence.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.ResultQuery;
import org.postgresql.PGConnection;

/**
 * A statement that returns rows: written in jOOQ's typed language, rendered once, run over JDBC, whose result sets are read faster than
 * jOOQ's.
 *
 * @param <P> what it is called with
 * @param <R> a row
 */
public final class Query<P, R> {

    /** The cursor that rows are read through which come in steps where statements may have no names. */
    private static final String CURSOR = "portside_rows";

    /** After so many rows other virtual threads have their turn. */
    private static final int ROWS_PER_TURN = 100;

    private static final int ROWS_FETCHED = 500;

    /** The first step while it is not known how long rows are. */
    private static final int FIRST_ROWS_FETCHED = 32;

    private final Sql<P> sql;
    private final Columns<R> columns;

    private Query(Sql<P> sql, Columns<R> columns) {
        this.sql = sql;
        this.columns = columns;
    }

    /** Takes the current row. */
    @FunctionalInterface
    public interface RowTaker {
        void take(Row row) throws SQLException;
    }

    /** Takes a row and returns how many bytes it had; a negative number ends the reading. */
    @FunctionalInterface
    public interface SizedTaker<R> {
        long take(R row) throws SQLException;
    }

    /** Returns the statement that this query is, whose plan may be kept. */
    public static <P, R> Query<P, R> of(Columns<R> columns, Function<Parameters<P>, ResultQuery<?>> query) {
        return of(Preparation.KEPT, columns, query);
    }

    /**
     * Returns the statement that this query is.
     *
     * @throws IllegalArgumentException when the query does not select these columns
     */
    public static <P, R> Query<P, R> of(
            Preparation preparation, Columns<R> columns, Function<Parameters<P>, ResultQuery<?>> query) {
        Parameters<P> parameters = new Parameters<>();
        ResultQuery<?> written = query.apply(parameters);
        if (!columns.areSelectedBy(written.fields())) {
            throw new IllegalArgumentException(
                    "The query selects " + List.of(written.fields()) + ", and its columns are " + columns.fields());
        }
        return new Query<>(Sql.of(preparation, parameters, written), columns);
    }

    /** Returns the lines of the plan that it ran by, with the buffers that it read. */
    public List<String> explain(Connection connection, P values) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("explain (analyze, buffers) " + sql.text())) {
            sql.bind(statement, values);
            try (ResultSet lines = statement.executeQuery()) {
                while (lines.next()) {
                    plan.add(lines.getString(1));
                }
            }
        }
        return plan;
    }

    /** Returns all rows. */
    public List<R> list(Connection connection, P values) throws SQLException {
        List<R> list = new ArrayList<>();
        each(connection, values, row -> list.add(columns.read(row)));
        return list;
    }

    /** Returns the first row. */
    public Optional<R> first(Connection connection, P values) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(columns.read(new Row(rows))) : Optional.empty();
        }
    }

    /** Returns the row of a statement that always has one. */
    public R only(Connection connection, P values) throws SQLException {
        return first(connection, values).orElseThrow();
    }

    public void each(Connection connection, P values, RowTaker taker) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        each(connection, session, session.getDefaultFetchSize(), values, taker);
    }

    /** The same, in a transaction only, for rows that are too many or too long to be all in memory before the first is taken. */
    public void eachOfMany(Connection connection, P values, RowTaker taker) throws SQLException {
        each(connection, connection.unwrap(PGConnection.class), ROWS_FETCHED, values, taker);
    }

    private void each(Connection connection, PGConnection session, int step, P values, RowTaker taker)
            throws SQLException {
        // What only reads can be a cursor's, which a statement that writes and returns what it wrote cannot.
        if (step > 0
                && Sql.areNamesAvoided(session)
                && !connection.getAutoCommit()
                && sql.text().startsWith("select ")) {
            eachThroughCursor(connection, step, values, taker);
            return;
        }
        try (PreparedStatement statement = sql.prepare(connection, values)) {
            if (!Sql.areNamesAvoided(session)) {
                statement.setFetchSize(step);
            }
            take(statement, taker);
        }
    }

    /**
     * Takes rows one by one for as long as they are wanted, in a transaction only. Rows are fetched in steps of about so many
     * bytes, so that no more than that is in memory, however long they are.
     */
    public void eachWhile(Connection connection, P values, int stepBytes, SizedTaker<R> taker) throws SQLException {
        if (Sql.areNamesAvoided(connection.unwrap(PGConnection.class))) {
            eachWhileThroughCursor(connection, values, stepBytes, taker);
            return;
        }
        try (PreparedStatement statement = sql.prepare(connection, values)) {
            statement.setFetchSize(FIRST_ROWS_FETCHED);
            try (ResultSet rows = statement.executeQuery()) {
                Row current = new Row(rows);
                long bytes = 0;
                for (int row = 1; rows.next(); row++) {
                    long more = taker.take(columns.read(current));
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

    private void eachWhileThroughCursor(Connection connection, P values, int stepBytes, SizedTaker<R> taker)
            throws SQLException {
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
                    Row current = new Row(rows);
                    while (wanted && rows.next()) {
                        fetched++;
                        taken++;
                        long more = taker.take(columns.read(current));
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

    private void declare(Connection connection, P values) throws SQLException {
        try (PreparedStatement declare =
                connection.prepareStatement("declare " + CURSOR + " no scroll cursor for " + sql.text())) {
            declare.setFetchSize(0);
            sql.bind(declare, values);
            declare.execute();
        }
    }

    /** pgjdbc's own cursors are of statements with names. */
    private void eachThroughCursor(Connection connection, int step, P values, RowTaker taker) throws SQLException {
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

    @SuppressWarnings(
            "ThreadPriorityCheck") // it is not about priorities: virtual threads take turns only when they say so
    private static int take(PreparedStatement statement, RowTaker taker) throws SQLException {
        int taken = 0;
        try (ResultSet rows = statement.executeQuery()) {
            Row row = new Row(rows);
            while (rows.next()) {
                taker.take(row);
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
    public Rows open(Connection connection, P values) throws SQLException {
        PreparedStatement statement = sql.prepare(connection, values);
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
        private final Row row;
        private int taken;

        private Rows(PreparedStatement statement, ResultSet rows) {
            this.statement = statement;
            this.rows = rows;
            this.row = new Row(rows);
        }

        /** Goes on to the next row; returns whether there is one. */
        @SuppressWarnings("ThreadPriorityCheck") // as above
        public boolean next() throws SQLException {
            if (++taken % ROWS_PER_TURN == 0) {
                Thread.yield();
            }
            return rows.next();
        }

        /** The current row. */
        public Row row() {
            return row;
        }

        @Override
        public void close() throws SQLException {
            try (statement) {
                rows.close();
            }
        }
    }

    /** Returns whether statements are sent without names on this connection, because of a pooler. */
    public static boolean areNamesAvoided(PGConnection session) {
        return Sql.areNamesAvoided(session);
    }
}

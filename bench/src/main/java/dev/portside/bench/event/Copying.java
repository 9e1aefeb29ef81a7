package dev.portside.bench.event;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Rows of events that PostgreSQL takes by itself, by COPY over one connection. What they look like is made up beforehand. */
final class Copying {

    private static final long MICROS_BETWEEN = 20;

    /** Opens a connection to the database. */
    @FunctionalInterface
    interface Connecting {
        Connection connect() throws SQLException;
    }

    private final int rowsPerCommit;
    private final List<String> ids = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    Copying(int commits, int rowsPerCommit) {
        this.rowsPerCommit = rowsPerCommit;
        GeneratedEvents madeUp = new GeneratedEvents(7);
        Instant at = Instant.now();
        for (int i = 0; i < commits; i++) {
            StringBuilder ofIds = new StringBuilder();
            StringBuilder ofRows = new StringBuilder();
            for (int row = 0; row < rowsPerCommit; row++) {
                at = at.plusNanos(MICROS_BETWEEN * 1_000);
                String text = madeUp.row(at);
                ofIds.append(text, 0, text.indexOf('\t')).append('\n');
                ofRows.append(text).append('\n');
            }
            ids.add(ofIds.toString());
            rows.add(ofRows.toString());
        }
    }

    /** Returns how many rows a second it takes when it has all of them. */
    double atOnce(Connecting database) {
        return paced(database, Double.POSITIVE_INFINITY);
    }

    /**
     * Copies all of them at a steady rate, or as fast as it can; how many rows a second these were.
     *
     * @param perSecond rows
     */
    double paced(Connecting database, double perSecond) {
        double nanosBetween = rowsPerCommit * 1e9 / perSecond;
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            long start = System.nanoTime();
            for (int i = 0; i < rows.size(); i++) {
                await(start + (long) (i * nanosBetween));
                copy.copyIn("copy event_ids (id) from stdin", new StringReader(ids.get(i)));
                copy.copyIn("copy events (id, name, person, at, properties) from stdin", new StringReader(rows.get(i)));
                connection.commit();
            }
            return (double) rows.size() * rowsPerCommit / ((System.nanoTime() - start) / 1e9);
        } catch (SQLException e) {
            throw new IllegalStateException("Rows could not be copied: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

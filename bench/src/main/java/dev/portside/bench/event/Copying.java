package dev.portside.bench.event;

import dev.portside.bench.server.Database;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** How fast PostgreSQL takes the rows of events by itself, by COPY over one connection. */
final class Copying {

    private static final int ROWS_PER_COMMIT = 20_000;
    private static final int COMMITS = 15;
    private static final long MICROS_BETWEEN = 20;

    private Copying() {}

    /**
     * Rows a second. What they look like is made up beforehand.
     *
     * @param empty what to do before all of them are copied
     * @param again whether to copy all of them once more
     */
    static double rate(Database database, String[] empty, BooleanSupplier again) {
        List<String> ids = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        makeUp(ids, rows);
        long nanos = 0;
        int commits = 0;
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            do {
                database.run(empty);
                long start = System.nanoTime();
                for (int i = 0; i < COMMITS; i++) {
                    copy.copyIn("copy event_ids (id) from stdin", new StringReader(ids.get(i)));
                    copy.copyIn(
                            "copy events (id, name, person, at, properties) from stdin", new StringReader(rows.get(i)));
                    connection.commit();
                }
                nanos += System.nanoTime() - start;
                commits += COMMITS;
            } while (again.getAsBoolean());
            return (double) commits * ROWS_PER_COMMIT / (nanos / 1e9);
        } catch (SQLException e) {
            throw new IllegalStateException("Rows could not be copied: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeUp(List<String> ids, List<String> rows) {
        MadeUp madeUp = new MadeUp(7);
        Instant at = Instant.now();
        for (int i = 0; i < COMMITS; i++) {
            StringBuilder ofIds = new StringBuilder();
            StringBuilder ofRows = new StringBuilder();
            for (int row = 0; row < ROWS_PER_COMMIT; row++) {
                at = at.plusNanos(MICROS_BETWEEN * 1_000);
                String text = madeUp.row(at);
                ofIds.append(text, 0, text.indexOf('\t')).append('\n');
                ofRows.append(text).append('\n');
            }
            ids.add(ofIds.toString());
            rows.add(ofRows.toString());
        }
    }
}

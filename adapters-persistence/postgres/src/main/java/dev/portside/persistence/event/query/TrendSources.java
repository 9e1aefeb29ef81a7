package dev.portside.persistence.event.query;

import dev.portside.persistence.statement.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges what comes from several sources, each in the order of its buckets, bucket by bucket: only the people of one are in memory
 * at a time, however many there are in all.
 */
final class TrendSources {

    /** Adds the row that a result set stands on to its cell; its first two columns are read. */
    @FunctionalInterface
    interface Adding {
        void add(Tally.Cell cell, ResultSet row) throws SQLException;
    }

    /** Rows whose first two columns are bucket and group. */
    static final class Source implements AutoCloseable {
        private static final int END = Integer.MAX_VALUE;

        private final Sql.Rows rows;
        private final Adding adding;
        private int bucket;

        Source(Sql.Rows rows, Adding adding) {
            this.rows = rows;
            this.adding = adding;
        }

        private void go() throws SQLException {
            bucket = rows.next() ? rows.row().getInt(1) : END;
        }

        private void take(Tally.@Nullable Cell[] cells, int wanted) throws SQLException {
            while (bucket == wanted) {
                int group = rows.row().getInt(2) - 1;
                Tally.Cell cell = cells[group];
                if (cell == null) {
                    cell = new Tally.Cell();
                    cells[group] = cell;
                }
                adding.add(cell, rows.row());
                go();
            }
        }

        @Override
        public void close() throws SQLException {
            rows.close();
        }
    }

    private TrendSources() {}

    static void merge(Tally tally, List<Source> sources) throws SQLException {
        for (Source source : sources) {
            source.go();
        }
        for (int bucket = first(sources); bucket != Source.END; bucket = first(sources)) {
            Tally.@Nullable Cell[] cells = new Tally.Cell[tally.others()];
            for (Source source : sources) {
                source.take(cells, bucket);
            }
            tally.put(bucket, cells);
        }
    }

    private static int first(List<Source> sources) {
        return sources.stream().mapToInt(source -> source.bucket).min().orElse(Source.END);
    }
}

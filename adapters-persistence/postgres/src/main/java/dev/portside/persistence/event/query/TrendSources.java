package dev.portside.persistence.event.query;

import dev.portside.persistence.event.query.CountStatements.PlacedColumns;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges what comes from several sources, each in the order of its buckets, bucket by bucket: only the people of one are in memory
 * at a time, however many there are in all.
 */
final class TrendSources {

    /** Adds the current row to its cell. */
    @FunctionalInterface
    interface Adding {
        void add(Tally.Cell cell, Row row) throws SQLException;
    }

    /** Rows of cells. */
    static final class Source implements AutoCloseable {
        private static final int END = Integer.MAX_VALUE;

        private final PlacedColumns columns;
        private final Query.Rows rows;
        private final Adding adding;
        private int bucket;

        Source(PlacedColumns columns, Query.Rows rows, Adding adding) {
            this.columns = columns;
            this.rows = rows;
            this.adding = adding;
        }

        private void go() throws SQLException {
            bucket = rows.next() ? columns.bucket.of(rows.row()) : END;
        }

        private void take(Tally.@Nullable Cell[] cells, int wanted) throws SQLException {
            while (bucket == wanted) {
                int group = columns.group.of(rows.row()) - 1;
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

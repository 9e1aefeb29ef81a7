package dev.portside.persistence.migration;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/** The migrations of this program, and whether a database has had exactly these, by what Flyway has noted there. */
public final class MigrationScripts {

    static final String FOLDER = "dev/portside/persistence/migration/scripts";

    /** In the order of their versions; the whole content of the folder. */
    public static final List<String> NAMES = List.of(
            "V1__users.sql",
            "V2__events.sql",
            "V3__event_indexes.sql",
            "V4__deltas_in_arrays.sql",
            "V5__avatars.sql",
            "V6__events_by_time.sql",
            "V7__event_names.sql",
            "V8__schema_and_short_searches.sql",
            "V9__shared_secrets.sql",
            "V10__names_folded_without_accents.sql",
            "V11__short_numbers.sql");

    /** Of the last. */
    static final int VERSION =
            Integer.parseInt(NAMES.getLast().substring(1, NAMES.getLast().indexOf('_')));

    /** One of them, as it was applied somewhere. */
    record Applied(String script, int checksum, boolean success) {}

    private static final class AppliedColumns extends Columns<Applied> {
        private final Of<String> script = text("script");
        private final OfInt checksum = integer("checksum");
        private final OfBoolean success = truth("success");

        @Override
        public Applied read(Row row) throws SQLException {
            return new Applied(script.of(row), checksum.of(row), success.of(row));
        }
    }

    private static final AppliedColumns COLUMNS = new AppliedColumns();

    private MigrationScripts() {}

    /** State of a database's migrations, compared with those of this program. */
    public enum State {
        /** All of them, unchanged, and nothing else. */
        SAME,
        /** The first of them, or none. */
        OLDER,
        /** All of them, and more that a newer program has brought. */
        NEWER,
        /** Something else. */
        DIFFERENT
    }

    public static State state(Connection connection, SchemaHistory history) throws SQLException {
        List<Applied> expected = expected();
        List<Applied> noted = noted(connection, history);
        if (!noted.stream().allMatch(Applied::success)) {
            return State.DIFFERENT;
        }
        int common = Math.min(expected.size(), noted.size());
        if (!expected.subList(0, common).equals(noted.subList(0, common))) {
            return State.DIFFERENT;
        }
        return noted.size() == expected.size()
                ? State.SAME
                : noted.size() < expected.size() ? State.OLDER : State.NEWER;
    }

    /** The first that is not as it was brought here; the state is {@link State#DIFFERENT}. */
    static String firstDifferent(Connection connection, SchemaHistory history) throws SQLException {
        List<Applied> expected = expected();
        List<Applied> noted = noted(connection, history);
        for (int i = 0; i < noted.size(); i++) {
            if (i >= expected.size() || !expected.get(i).equals(noted.get(i))) {
                return noted.get(i).script();
            }
        }
        return NAMES.getLast();
    }

    /** Returns how many were applied, which is also the version of the last. */
    static int applied(Connection connection, SchemaHistory history) throws SQLException {
        return noted(connection, history).size();
    }

    /** Returns whether the first of them was applied: what a host has noted of its own migrations looks different. */
    static boolean areBegun(Connection connection, SchemaHistory history) throws SQLException {
        return noted(connection, history).contains(expected().getFirst());
    }

    private static List<Applied> expected() {
        return NAMES.stream()
                .map(script -> new Applied(script, checksum(script), true))
                .toList();
    }

    /** Without the mark that Flyway leaves where it found tables of somebody else's. */
    private static List<Applied> noted(Connection connection, SchemaHistory history) throws SQLException {
        Query<None, Applied> query = Query.of(
                COLUMNS,
                p -> select(COLUMNS.fields())
                        .from(table(name(history.table())))
                        .where(field(name("type"), String.class).ne(inline("BASELINE")))
                        .orderBy(field(name("installed_rank"))));
        try {
            return query.list(connection, None.NONE);
        } catch (SQLException e) {
            if (Faults.of(e).category().isTransient()) {
                throw e;
            }
            // There is no such table yet, or it may not be read.
            return List.of();
        }
    }

    /** As Flyway has it: the CRC-32 of the lines without their ends. */
    private static int checksum(String script) {
        CRC32 checksum = new CRC32();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(MigrationScripts.class.getResourceAsStream("scripts/" + script)),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                checksum.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return (int) checksum.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException("A migration cannot be read from the class path", e);
        }
    }
}

package dev.portside.persistence;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.impl.SQLDataType;

/** The months that the table of events is divided into. */
final class EventPartitions {

    /** The migration has made one place for all before. */
    private static final YearMonth FIRST = YearMonth.of(2025, 1);

    /** So that no event waits for its month to be made, and a night without a server does no harm. */
    private static final int AHEAD = 2;

    /** Of PostgreSQL, any number that nobody else here uses. */
    private static final long LOCK = 0x706f_7274_7061_7274L;

    /** What an insert says for which there is no partition; the same as for a check that fails. */
    static final String NO_PARTITION = "23514";

    private static final Sql ENTER =
            Sql.of(select(function(name("pg_advisory_xact_lock"), SQLDataType.OTHER, inline(LOCK))));

    /** name; the table's number, or null */
    private static final Sql EXISTS =
            Sql.of(select(function(name("to_regclass"), SQLDataType.CLOB, param("name", SQLDataType.CLOB))
                    .cast(SQLDataType.CLOB)));

    private final Database database;

    EventPartitions(Database database) {
        this.database = database;
    }

    /** Makes those of now and of the near future. */
    void makeAhead(Instant now) {
        YearMonth month = month(now);
        make(Stream.iterate(month, next -> next.plusMonths(1)).limit(AHEAD + 1L).toList());
    }

    /** Makes those that these times need. */
    void makeFor(Collection<Instant> times) {
        make(new TreeSet<>(times.stream().map(EventPartitions::month).toList()));
    }

    /**
     * Removes the months that end before this time, and what is as old of the place for all before. Their ids are forgotten
     * with them: an event of such an age that is sent again is stored again, and removed with the next month.
     */
    void dropBefore(Instant time) {
        for (YearMonth month = FIRST; month.isBefore(month(time)); month = month.plusMonths(1)) {
            YearMonth old = month;
            database.transaction(connection -> {
                ENTER.list(connection, row -> "");
                if (exists(connection, old)) {
                    drop(connection, table(old));
                }
                return Optional.empty();
            });
        }
    }

    private static void drop(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from event_ids using " + table + " as old where event_ids.id = old.id");
            statement.execute("alter table events detach partition " + table);
            statement.execute("drop table " + table);
        }
    }

    /** Two nodes may do so at the same time; what exists stays. */
    private void make(Collection<YearMonth> months) {
        List<YearMonth> divided =
                months.stream().filter(month -> !month.isBefore(FIRST)).toList();
        database.transaction(connection -> {
            ENTER.list(connection, row -> "");
            for (YearMonth month : divided) {
                if (!exists(connection, month)) {
                    make(connection, month);
                }
            }
            return Optional.empty();
        });
    }

    private static boolean exists(Connection connection, YearMonth month) throws SQLException {
        return EXISTS.list(connection, row -> row.getString(1) != null, table(month))
                .getFirst();
    }

    /** In two steps: attaching lets others write meanwhile, which "create … partition of" would not. */
    private static void make(Connection connection, YearMonth month) throws SQLException {
        // Commands that jOOQ has no words for.
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table " + table(month) + " (like events including all)");
            statement.execute("alter table events attach partition " + table(month) + " for values from ('"
                    + start(month) + "') to ('" + start(month.plusMonths(1)) + "')");
        }
    }

    static String table(YearMonth month) {
        return "events_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}

package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_IDS;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.event.Event;
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

    /** time; its ids too */
    private static final Sql DELETE_OLDEST = Sql.of(with(name("old")
                    .as(deleteFrom(EVENTS)
                            .where(EVENTS.AT.lt(EventStatements.time("before")))
                            .returning(EVENTS.ID)))
            .delete(EVENT_IDS)
            .where(EVENT_IDS.ID.in(
                    select(field(name("old", "id"), EVENT_IDS.ID.getDataType())).from(table(name("old"))))));

    /** from, to */
    private static final Sql FORGET_ROLLUPS = Sql.of(deleteFrom(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.START.ge(EventStatements.time("from")))
            .and(EVENT_ROLLUPS.START.lt(EventStatements.time("to"))));

    /** from, to */
    private static final Sql FORGET_DELTAS = Sql.of(deleteFrom(EVENT_DELTAS)
            .where(EVENT_DELTAS.HOUR.ge(EventStatements.time("from")))
            .and(EVENT_DELTAS.HOUR.lt(EventStatements.time("to"))));

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
     * Removes the months that end before this time, and what is as old of the place for all before, with their part of the
     * rollups. Their ids are forgotten with them: an event of such an age that is sent again is stored again, and removed
     * with the next month. Several nodes may do so at the same time.
     */
    void dropBefore(Instant time) {
        YearMonth kept = month(time);
        for (YearMonth month = FIRST; month.isBefore(kept); month = month.plusMonths(1)) {
            drop(month);
        }
        database.transaction(connection -> {
            enter(connection);
            Instant end = start(kept.isBefore(FIRST) ? kept : FIRST);
            if (DELETE_OLDEST.write(connection, Times.time(end)) > 0) {
                forget(connection, Event.EARLIEST, end);
            }
            return Optional.empty();
        });
    }

    private void drop(YearMonth month) {
        database.transaction(connection -> {
            enter(connection);
            if (exists(connection, month)) {
                // Commands that jOOQ has no words for.
                try (Statement statement = connection.createStatement()) {
                    String table = tableOf(month);
                    statement.execute("delete from event_ids using " + table + " as old where event_ids.id = old.id");
                    statement.execute("alter table events detach partition " + table);
                    statement.execute("drop table " + table);
                }
                forget(connection, start(month), start(month.plusMonths(1)));
            }
            return Optional.empty();
        });
    }

    private static void forget(Connection connection, Instant from, Instant to) throws SQLException {
        FORGET_ROLLUPS.write(connection, Times.comparable(from), Times.time(to));
        FORGET_DELTAS.write(connection, Times.comparable(from), Times.time(to));
    }

    /** Also past those who add to rollups, who would add again what is removed. */
    private static void enter(Connection connection) throws SQLException {
        ENTER.list(connection, row -> "");
        EventCompaction.ENTER.list(connection, row -> "");
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
        return EXISTS.list(connection, row -> row.getString(1) != null, tableOf(month))
                .getFirst();
    }

    /** In two steps: attaching lets others write meanwhile, which "create … partition of" would not. */
    private static void make(Connection connection, YearMonth month) throws SQLException {
        // Commands that jOOQ has no words for.
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table " + tableOf(month) + " (like events including all)");
            statement.execute("alter table events attach partition " + tableOf(month) + " for values from ('"
                    + start(month) + "') to ('" + start(month.plusMonths(1)) + "')");
        }
    }

    static String tableOf(YearMonth month) {
        return "events_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}

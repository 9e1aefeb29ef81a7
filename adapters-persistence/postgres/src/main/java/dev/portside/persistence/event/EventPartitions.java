package dev.portside.persistence.event;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.TimeWindow;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.event.rollup.CompactionStatements;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.statement.Parameters.None;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The months that the table of events is divided into. */
public final class EventPartitions {

    /** The migration has made one place for all before. */
    private static final YearMonth FIRST = YearMonth.of(2025, 1);

    /** So that no event waits for its month to be made, and a night without a server does no harm. */
    private static final int AHEAD = 2;

    /** What an insert says for which there is no partition; the same as for a check that fails. */
    static final String NO_PARTITION = "23514";

    /** As {@link #tableOf} has it. */
    private static final Pattern MONTH = Pattern.compile("events_(\\d{4})_(\\d{2})");

    private final Database database;
    private final EventCompaction compaction;

    public EventPartitions(Database database, EventCompaction compaction) {
        this.database = database;
        this.compaction = compaction;
    }

    /** Makes those of now and of the near future. */
    public void makeAhead(Instant now) {
        YearMonth month = month(now);
        make(Stream.iterate(month, next -> next.plusMonths(1)).limit(AHEAD + 1L).toList());
    }

    /** Makes those that these times need. */
    public void makeFor(Collection<Instant> times) {
        make(new TreeSet<>(times.stream().map(EventPartitions::month).toList()));
    }

    /**
     * Removes the months that end before this time, and what is as old of the place for all before, with their part of the
     * rollups. Their ids are forgotten with them: an event of such an age that is sent again is stored again, and removed
     * with the next month. Several nodes may do so at the same time.
     */
    public void dropBefore(Instant time) {
        YearMonth kept = month(time);
        // Without the locks that a removal takes: mostly there is nothing to remove.
        database.run(EventPartitions::divided).headSet(kept).forEach(this::drop);
        Instant end = start(kept.isBefore(FIRST) ? kept : FIRST);
        remove(connection -> {
            try (Statement statement = connection.createStatement()) {
                // What others are writing there is waited for, and what they would write waits: it is either removed,
                // or
                // counted by what comes after.
                statement.execute("set local lock_timeout = '1s'");
                statement.execute("lock table events_before_2025 in share row exclusive mode");
            }
            if (PartitionStatements.DELETE_OLDEST.write(connection, end) > 0) {
                compaction.finish(connection);
                forgetRollups(connection, Event.EARLIEST, end);
            }
        });
    }

    /** The months that there are. */
    public static SortedSet<YearMonth> divided(Connection connection) throws SQLException {
        SortedSet<YearMonth> months = new TreeSet<>();
        for (String table : PartitionStatements.DIVIDED.list(connection, None.NONE)) {
            Matcher month = MONTH.matcher(table);
            if (month.matches()) {
                months.add(YearMonth.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(2))));
            }
        }
        return months;
    }

    private void drop(YearMonth month) {
        remove(connection -> {
            if (exists(connection, month)) {
                // Commands that jOOQ has no words for.
                try (Statement statement = connection.createStatement()) {
                    String table = tableOf(month);
                    String forgetIds = "delete from event_ids using " + table + " as old where event_ids.id = old.id";
                    long forgotten = statement.executeLargeUpdate(forgetIds);
                    // While it waits for a long reader, such as a backup, all others wait behind it; there is a next
                    // time.
                    statement.execute("set local lock_timeout = '1s'");
                    statement.execute("alter table events detach partition " + table);
                    // What was committed after the ids were looked for, and before the month was locked, goes with its
                    // id: else it would be a duplicate of nothing, for ever.
                    if (count(statement, table) > forgotten) {
                        statement.execute(forgetIds);
                    }
                    statement.execute("drop table " + table);
                }
                // Of the last seconds, and what came just before the month was locked: nothing is added to it now.
                compaction.finish(connection);
                forgetRollups(connection, start(month), start(month.plusMonths(1)));
            }
        });
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @FunctionalInterface
    private interface Removal {
        void on(Connection connection) throws SQLException;
    }

    /** In one transaction, past those who make months, and those who add to rollups, who would add again what is removed. */
    private void remove(Removal removal) {
        var unused = database.longTransaction(connection -> {
            PartitionStatements.ENTER.run(connection, None.NONE);
            CompactionStatements.ENTER.run(connection, None.NONE);
            removal.on(connection);
            return Optional.empty();
        });
    }

    private static void forgetRollups(Connection connection, Instant from, Instant to) throws SQLException {
        PartitionStatements.FORGET_ROLLUPS.write(connection, new TimeWindow(from, to));
        // Else a property whose values change slowly, such as a version, would have too many of them one day.
        PartitionStatements.FORGET_VALUES.write(connection, None.NONE);
        PartitionStatements.FORGET_NAMES.write(connection, None.NONE);
        PartitionStatements.COUNT_NAMES.write(connection, None.NONE);
    }

    /** Two nodes may do so at the same time; what exists stays. */
    private void make(Collection<YearMonth> months) {
        List<YearMonth> divided =
                months.stream().filter(month -> !month.isBefore(FIRST)).toList();
        database.transactionApart(connection -> {
            PartitionStatements.ENTER.run(connection, None.NONE);
            for (YearMonth month : divided) {
                if (!exists(connection, month)) {
                    make(connection, month);
                }
            }
            return Optional.empty();
        });
    }

    private static boolean exists(Connection connection, YearMonth month) throws SQLException {
        return PartitionStatements.EXISTS.only(connection, month);
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

    public static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}

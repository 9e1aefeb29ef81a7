package dev.portside.persistence.event.query;

import dev.portside.application.event.QueryTooLarge;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.People;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.event.query.TrendSources.Source;
import dev.portside.persistence.event.rollup.DistinctCountSketch;
import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.event.rollup.NameStatements;
import dev.portside.persistence.event.rollup.RolledUpNames;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.statement.NamedSql;
import dev.portside.persistence.statement.Times;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Counts over time and by value. Whole hours and days come from rollups and from what is still to be added to them, the
 * edges of windows from single events, all of one state of the database.
 *
 * <p>The values that will have a line are found first, by the database; so there is never more in memory than the points of the
 * answer, and the people of one bucket.
 */
public final class CountQueries {

    /** Each takes some 20 µs. */
    private static final int MOST_LOOKED_FOR = 20_000;

    private final Database database;
    private final long maxEventsRead;
    private final EventScans scans;

    /** @param maxEventsRead how many events may be read one by one for an answer */
    public CountQueries(Database database, long maxEventsRead, EventScans scans) {
        this.database = database;
        this.maxEventsRead = maxEventsRead;
        this.scans = scans;
    }

    public Trend trend(TrendQuery question) {
        // What is refused is refused outside, where it is told from faults of the database.
        return database.<Supplier<Trend>>snapshot(
                        connection -> {
                            CountStatements.LOOK_UP.list(connection, row -> "");
                            return question.by().isPresent()
                                    ? brokenDown(
                                            connection, question, question.by().get())
                                    : whole(connection, question);
                        },
                        () -> {
                            throw tooLong();
                        })
                .get();
    }

    public List<ValueCount> top(TopQuery question) {
        Buckets window = whole(question.window());
        return database.<Supplier<List<ValueCount>>>snapshot(
                        connection -> {
                            CountStatements.LOOK_UP.list(connection, row -> "");
                            String property = question.property().value();
                            CountParameters parameters;
                            if (question.event().isPresent()) {
                                String name = question.event().get().value();
                                parameters = isWide(connection, name, property, question.window())
                                        ? CountParameters.unrolled(window, name, property)
                                        : CountParameters.rolled(window, name, property);
                            } else {
                                Set<String> wide = wide(connection, property);
                                Set<String> rolled =
                                        new TreeSet<>(CountStatements.NAMES.list(connection, row -> row.getString(1)));
                                rolled.removeAll(wide);
                                wide.addAll(muchLeftOut(connection, rolled, question.window()));
                                rolled.removeAll(wide);
                                parameters = CountParameters.of(window, rolled, wide, property);
                            }
                            long events = howMany(connection, parameters.unrolledNames(), question.window());
                            if (events > maxEventsRead) {
                                return refusal(
                                        "Values of \"" + property + "\" are too many to be counted ahead"
                                                + ofNames(parameters),
                                        events,
                                        question.event().isPresent()
                                                ? "a shorter time"
                                                : "a shorter time, or of one event");
                            }
                            return scans.read(events, () -> {
                                List<ValueCount> top = mostFrequent(
                                        connection, parameters, question.event().isPresent(), question.limit());
                                return () -> top;
                            });
                        },
                        () -> {
                            throw tooLong();
                        })
                .get();
    }

    private static QueryTooLarge tooLong() {
        return new QueryTooLarge(
                "What there is between from and to takes the database too long to count now; ask about a shorter time");
    }

    private static String ofNames(CountParameters parameters) {
        return parameters.unrolledNames().size() == 1
                ? " for \"" + parameters.unrolledNames().getFirst() + "\""
                : " for some events";
    }

    private Supplier<Trend> whole(Connection connection, TrendQuery question) throws SQLException {
        String name = question.event().value();
        CountParameters parameters = RolledUpNames.contains(connection, name)
                ? CountParameters.rolled(question.buckets(), name, EventDeltas.NO_PROPERTY)
                : CountParameters.uncut(question.buckets(), name);
        long events = parameters.hasRolled()
                ? 0
                : howMany(connection, List.of(name), question.buckets().window());
        if (events > maxEventsRead) {
            return refusal("Minutes are counted event by event", events, "a shorter time, or about hours");
        }
        return scans.read(events, () -> {
            Tally tally = new Tally(question.buckets(), 0);
            merge(connection, tally, parameters, false, false);
            return tally::whole;
        });
    }

    private Supplier<Trend> brokenDown(Connection connection, TrendQuery question, PropertyName by)
            throws SQLException {
        String name = question.event().value();
        String property = by.value();
        Buckets buckets = question.buckets();
        boolean wide = isWide(connection, name, property, buckets.window());
        long events = wide || !CountParameters.rolled(buckets, name, property).hasRolled()
                ? howMany(connection, List.of(name), buckets.window())
                : 0;
        return events > maxEventsRead
                ? refusal("Values of \"" + property + "\" are counted event by event", events, "a shorter time")
                : scans.read(
                        events,
                        () -> wide
                                ? unrolled(connection, buckets, name, property)
                                : rolled(connection, buckets, name, property));
    }

    private static Supplier<Trend> rolled(Connection connection, Buckets buckets, String name, String property)
            throws SQLException {
        List<ValueCount> top = mostFrequent(
                connection, CountParameters.rolled(whole(buckets.window()), name, property), true, TrendQuery.TOP + 1);
        List<String> chosen =
                top.stream().limit(TrendQuery.TOP).map(ValueCount::value).toList();
        boolean others = top.size() > chosen.size();
        Tally tally = new Tally(buckets, chosen.size());
        if (!top.isEmpty()) {
            merge(
                    connection,
                    tally,
                    CountParameters.rolled(buckets, name, property).choosing(chosen),
                    true,
                    others);
        }
        return () -> tally.brokenDown(chosen, others);
    }

    /** Of a property without rollups: each event is read once, whatever its value. */
    private static Supplier<Trend> unrolled(Connection connection, Buckets buckets, String name, String property)
            throws SQLException {
        Tally tally = new Tally(buckets, TrendQuery.TOP);
        SortedMap<Integer, String> chosen = new TreeMap<>();
        AtomicBoolean others = new AtomicBoolean();
        CountStatements.UNROLLED.each(
                connection,
                row -> {
                    int group = row.getInt(2);
                    String value = row.getString(5);
                    if (value == null) {
                        tally.put(row.getInt(1), group, row.getLong(3), People.exactly(row.getLong(4)));
                        if (group == tally.others()) {
                            others.set(true);
                        }
                    } else {
                        chosen.put(group, value);
                    }
                },
                CountParameters.unrolled(buckets, name, property).values());
        return () -> tally.brokenDown(List.copyOf(chosen.values()), others.get());
    }

    private <T> Supplier<T> refusal(String why, long events, String instead) {
        return () -> {
            throw new QueryTooLarge(why + ", and there are " + events + " between from and to, where " + maxEventsRead
                    + " can be read for an answer; ask about " + instead);
        };
    }

    private static Buckets whole(TimeWindow window) {
        return new Buckets(window, List.of(window.from()), window.to());
    }

    /** Whether there are no rollups by the property, or none of the name's own, or not enough to gain anything from them. */
    private static boolean isWide(Connection connection, String name, String property, TimeWindow window)
            throws SQLException {
        return !RolledUpNames.contains(connection, name)
                || CountStatements.IS_WIDE
                        .first(connection, row -> row.getString(1), property, name, property, name)
                        .isPresent()
                || !muchLeftOut(connection, Set.of(name), window).isEmpty();
    }

    /** Names of which so many events were left out of rollups that to look for each would take longer than to read all. */
    private static List<String> muchLeftOut(Connection connection, Set<String> names, TimeWindow window)
            throws SQLException {
        return CountStatements.MUCH_LEFT_OUT.list(
                connection,
                row -> row.getString(1),
                names.toArray(new String[0]),
                Times.comparable(Span.DAY.floor(window.from())),
                Times.comparable(Span.DAY.ceiling(window.to())),
                BigDecimal.valueOf(MOST_LOOKED_FOR));
    }

    private static Set<String> wide(Connection connection, String property) throws SQLException {
        return new TreeSet<>(CountStatements.WIDE.list(connection, row -> row.getString(1), property, property));
    }

    private long howMany(Connection connection, List<String> names, TimeWindow window) throws SQLException {
        return howMany(connection, names, window, maxEventsRead);
    }

    /**
     * At most so many, as far as rollups know; of whole days. A name without rollups of its own may have as many as all that share
     * them; only where that would be too many its events are counted, until there are.
     *
     * @param max how many may be read
     */
    static long howMany(Connection connection, List<String> names, TimeWindow window, long max) throws SQLException {
        Set<String> sharing = new TreeSet<>(names);
        NameStatements.KNOWN.each(
                connection, row -> sharing.remove(row.getString(1)), (Object) names.toArray(new String[0]));
        long own = rolledUp(connection, names, window);
        if (sharing.isEmpty() || names.contains(RolledUpNames.OTHERS)) {
            return own;
        }
        long shared = rolledUp(connection, List.of(RolledUpNames.OTHERS), window);
        return own + shared <= max
                ? own + shared
                : own
                        + CountStatements.COUNT_UP_TO
                                .list(
                                        connection,
                                        row -> row.getLong(1),
                                        sharing.toArray(new String[0]),
                                        Times.time(window.from()),
                                        Times.time(window.to()),
                                        max == Long.MAX_VALUE ? max : max + 1)
                                .getFirst();
    }

    private static long rolledUp(Connection connection, List<String> names, TimeWindow window) throws SQLException {
        return names.isEmpty()
                ? 0
                : CountStatements.HOW_MANY
                        .list(
                                connection,
                                row -> row.getLong(1),
                                names.toArray(new String[0]),
                                Times.comparable(Span.DAY.floor(window.from())),
                                Times.comparable(Span.DAY.ceiling(window.to())))
                        .getFirst();
    }

    private static List<ValueCount> mostFrequent(
            Connection connection, CountParameters parameters, boolean named, int limit) throws SQLException {
        NamedSql sql = named ? CountStatements.MOST_FREQUENT : CountStatements.MOST_FREQUENT_OF_ALL;
        List<ValueCount> found = new ArrayList<>();
        sql.each(
                connection,
                row -> found.add(new ValueCount(row.getString(1), row.getLong(2))),
                parameters.with("limit", (long) limit));
        return found;
    }

    /** @param mergingOthers whether the last group is of several values, whose people may be the same */
    private static void merge(
            Connection connection, Tally tally, CountParameters parameters, boolean byValue, boolean mergingOthers)
            throws SQLException {
        BitSet several = new BitSet();
        CountStatements.BUCKETS_OF_DELTAS.each(connection, row -> several.set(row.getInt(1)), parameters.values());
        if (byValue) {
            CountStatements.BUCKETS_OF_LEFT_OUT.each(
                    connection, row -> several.set(row.getInt(1)), parameters.values());
        }
        Map<String, Object> values = parameters.merging(several, mergingOthers);
        NamedSql edges = byValue ? CountStatements.EDGES_BY_VALUE : CountStatements.EDGES;
        List<Source> sources = new ArrayList<>();
        try {
            sources.add(new Source(edges.open(connection, values), CountQueries::addPerson));
            if (byValue) {
                sources.add(new Source(
                        CountStatements.LEFT_OUT_BY_VALUE.open(connection, values), CountQueries::addPerson));
            }
            sources.add(new Source(
                    CountStatements.DELTAS.open(connection, values),
                    (cell, row) -> cell.merge(row.getLong(3), row.getBytes(4))));
            sources.add(new Source(CountStatements.ROLLUPS.open(connection, values), CountQueries::addRollup));
            TrendSources.merge(tally, sources);
        } finally {
            for (Source source : sources) {
                source.close();
            }
        }
    }

    private static void addPerson(Tally.Cell cell, ResultSet row) throws SQLException {
        cell.add(row.getString(3), row.getLong(4));
    }

    private static void addRollup(Tally.Cell cell, ResultSet row) throws SQLException {
        byte[] sketch = row.getBytes(6);
        if (sketch == null) {
            cell.add(row.getLong(3), DistinctCountSketch.people(row.getLong(4), row.getBoolean(5)));
        } else {
            cell.merge(row.getLong(3), sketch);
        }
    }
}

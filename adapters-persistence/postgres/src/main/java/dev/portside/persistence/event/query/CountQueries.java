package dev.portside.persistence.event.query;

import static dev.portside.persistence.event.query.CountStatements.DELTA;
import static dev.portside.persistence.event.query.CountStatements.PERSON;
import static dev.portside.persistence.event.query.CountStatements.ROLLUP;
import static dev.portside.persistence.event.query.CountStatements.UNROLLED;

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
import dev.portside.persistence.event.rollup.HighCardinalityProperties.Property;
import dev.portside.persistence.event.rollup.NameStatements;
import dev.portside.persistence.event.rollup.RolledUpNames;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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
        // Refusals are thrown outside, where they are distinct from faults of the database.
        return database.<Supplier<Trend>>snapshot(
                        connection -> {
                            CountStatements.LOOK_UP.run(connection, None.NONE);
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
                            CountStatements.LOOK_UP.run(connection, None.NONE);
                            String property = question.property().value();
                            CountParameters parameters;
                            if (question.event().isPresent()) {
                                String name = question.event().get().value();
                                parameters = isWide(connection, name, property, question.window())
                                        ? CountParameters.unrolled(window, name, property)
                                        : CountParameters.rolled(window, name, property);
                            } else {
                                Set<String> wide = wide(connection, property);
                                Set<String> rolled = new TreeSet<>(CountStatements.NAMES.list(connection, None.NONE));
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
        CountStatements.COUNT_UNROLLED.each(connection, CountParameters.unrolled(buckets, name, property), row -> {
            int group = UNROLLED.group.of(row);
            String value = UNROLLED.value.orNull(row);
            if (value == null) {
                tally.put(
                        UNROLLED.bucket.of(row),
                        group,
                        UNROLLED.count.of(row),
                        People.exactly(UNROLLED.people.of(row)));
                if (group == tally.others()) {
                    others.set(true);
                }
            } else {
                chosen.put(group, value);
            }
        });
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

    /** Returns whether there are no rollups by the property, or none of the name's own, or too few to gain anything. */
    private static boolean isWide(Connection connection, String name, String property, TimeWindow window)
            throws SQLException {
        return !RolledUpNames.contains(connection, name)
                || CountStatements.IS_WIDE
                        .first(connection, new Property(name, property))
                        .isPresent()
                || !muchLeftOut(connection, Set.of(name), window).isEmpty();
    }

    /** Names of which so many events were left out of rollups that to look for each would take longer than to read all. */
    private static List<String> muchLeftOut(Connection connection, Set<String> names, TimeWindow window)
            throws SQLException {
        return CountStatements.MUCH_LEFT_OUT.list(
                connection, new CountStatements.Bounded(CountStatements.Window.ofDays(names, window), MOST_LOOKED_FOR));
    }

    private static Set<String> wide(Connection connection, String property) throws SQLException {
        return new TreeSet<>(CountStatements.WIDE.list(connection, property));
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
        NameStatements.KNOWN.list(connection, names).forEach(known -> sharing.remove(known.name()));
        long own = rolledUp(connection, names, window);
        if (sharing.isEmpty() || names.contains(RolledUpNames.OTHERS)) {
            return own;
        }
        long shared = rolledUp(connection, List.of(RolledUpNames.OTHERS), window);
        return own + shared <= max
                ? own + shared
                : own
                        + CountStatements.COUNT_UP_TO.only(
                                connection,
                                new CountStatements.Bounded(
                                        new CountStatements.Window(sharing, window.from(), window.to()), max));
    }

    private static long rolledUp(Connection connection, List<String> names, TimeWindow window) throws SQLException {
        return names.isEmpty()
                ? 0
                : CountStatements.HOW_MANY.only(connection, CountStatements.Window.ofDays(names, window));
    }

    private static List<ValueCount> mostFrequent(
            Connection connection, CountParameters parameters, boolean named, int limit) throws SQLException {
        var statement = named ? CountStatements.MOST_FREQUENT : CountStatements.MOST_FREQUENT_OF_ALL;
        return statement.list(connection, parameters.limitedTo(limit));
    }

    /** @param mergingOthers whether the last group is of several values, whose people may be the same */
    private static void merge(
            Connection connection, Tally tally, CountParameters parameters, boolean byValue, boolean mergingOthers)
            throws SQLException {
        BitSet several = new BitSet();
        for (long bucket : CountStatements.BUCKETS_OF_DELTAS.list(connection, parameters)) {
            several.set((int) bucket);
        }
        if (byValue) {
            for (long bucket : CountStatements.BUCKETS_OF_LEFT_OUT.list(connection, parameters)) {
                several.set((int) bucket);
            }
        }
        CountParameters values = parameters.merging(several, mergingOthers);
        var edges = byValue ? CountStatements.EDGES_BY_VALUE : CountStatements.EDGES;
        List<Source> sources = new ArrayList<>();
        try {
            sources.add(new Source(PERSON, edges.open(connection, values), CountQueries::addPerson));
            if (byValue) {
                sources.add(new Source(
                        PERSON, CountStatements.LEFT_OUT_BY_VALUE.open(connection, values), CountQueries::addPerson));
            }
            sources.add(new Source(
                    DELTA,
                    CountStatements.DELTAS.open(connection, values),
                    (cell, row) -> cell.merge(DELTA.count.of(row), DELTA.sketch.orNull(row))));
            sources.add(new Source(ROLLUP, CountStatements.ROLLUPS.open(connection, values), CountQueries::addRollup));
            TrendSources.merge(tally, sources);
        } finally {
            for (Source source : sources) {
                source.close();
            }
        }
    }

    private static void addPerson(Tally.Cell cell, Row row) throws SQLException {
        cell.add(PERSON.person.orNull(row), PERSON.count.of(row));
    }

    private static void addRollup(Tally.Cell cell, Row row) throws SQLException {
        byte[] sketch = ROLLUP.sketch.orNull(row);
        if (sketch == null) {
            cell.add(ROLLUP.count.of(row), DistinctCountSketch.people(ROLLUP.people.of(row), ROLLUP.exact.of(row)));
        } else {
            cell.merge(ROLLUP.count.of(row), sketch);
        }
    }
}

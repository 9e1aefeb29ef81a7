package dev.portside.persistence.event.query;

import dev.portside.application.event.QueryTooLarge;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.statement.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Questions about what each person did, told from an index that has all that they need. */
public final class PeopleQueries {

    /** For the people of one half of a funnel, of which only a few of many events are answered at the same time. */
    private static final int MAX_BYTES = 16 << 20;

    /** How often as many events as can be read for an answer may be gone through for all parts of the people. */
    static final int MAX_PASSES = 4;

    private static final long[] NO_ANSWER = {};

    private final Database database;

    private final int maxBytes;
    private final long maxEventsRead;
    private final EventScans scans;

    /** @param maxEventsRead how many events may be read one by one for an answer */
    public PeopleQueries(Database database, long maxEventsRead, EventScans scans) {
        this(database, maxEventsRead, scans, MAX_BYTES);
    }

    /** @param maxBytes for the people of one half of a funnel */
    public PeopleQueries(Database database, long maxEventsRead, EventScans scans, int maxBytes) {
        this.database = database;
        this.maxEventsRead = maxEventsRead;
        this.scans = scans;
        this.maxBytes = maxBytes;
    }

    public List<Long> funnel(FunnelQuery question) {
        List<EventName> names = question.steps().stream().distinct().toList();
        return scanning(names, question.window(), events -> funnel(question, names, events));
    }

    private List<Long> funnel(FunnelQuery question, List<EventName> names, long events) {
        int steps = question.steps().size();
        int[][] stepsOfNames = names.stream()
                .map(name -> IntStream.range(0, steps)
                        .map(step -> steps - 1 - step)
                        .filter(step -> question.steps().get(step).equals(name))
                        .toArray())
                .toArray(int[][]::new);
        List<long[]> halves = database.snapshot(PeopleStatements.HALVES, (connection, half) -> {
            // In the order of the index, and not sorted.
            PeopleStatements.IN_ORDER.list(connection, row -> "");
            long[] people = new long[steps];
            long last = half == 0 ? -1 : Long.MAX_VALUE;
            long from = half == 0 ? Long.MIN_VALUE : 0;
            for (int pass = 1; true; pass++) {
                FunnelWalk walk = new FunnelWalk(steps, micros(question.within()), from, last, maxBytes);
                PeopleStatements.steps(names.size())
                        .eachOfMany(
                                connection,
                                row -> walk.go(row.getLong(1), row.getLong(2), stepsOfNames[row.getInt(3)]),
                                values(names, question.window(), from, last));
                walk.addTo(people);
                if (walk.to() == last) {
                    return people;
                }
                double parts = Math.ceil(((double) last - walk.to()) / ((double) walk.to() - from));
                if ((pass + parts) * events > (double) MAX_PASSES * maxEventsRead) {
                    return NO_ANSWER;
                }
                from = walk.to() + 1;
            }
        });
        // Refused outside of the transaction, where it is told from faults of the database.
        if (halves.stream().anyMatch(half -> half.length == 0)) {
            throw new QueryTooLarge("More people did these events between from and to than can be followed at once, so "
                    + events + " events would be read too often; ask about a shorter time, about fewer steps, or with a"
                    + " first step that fewer people did");
        }
        return IntStream.range(0, steps)
                .mapToObj(step -> halves.stream().mapToLong(half -> half[step]).sum())
                .toList();
    }

    private static long micros(Duration duration) {
        // What is less than a microsecond makes no difference between times of whole ones.
        return TimeUnit.SECONDS.toMicros(duration.getSeconds()) + duration.getNano() / 1_000;
    }

    private static Object[] values(List<EventName> names, TimeWindow window, long from, long last) {
        List<Object> values = new ArrayList<>();
        for (int name = 0; name < names.size(); name++) {
            values.addAll(List.of(
                    name, names.get(name).value(), Times.time(window.from()), Times.time(window.to()), from, last));
        }
        return values.toArray();
    }

    private <T> T scanning(List<EventName> names, TimeWindow window, LongFunction<T> work) {
        String[] texts = names.stream().map(EventName::value).toArray(String[]::new);
        long events =
                database.run(connection -> CountQueries.howMany(connection, List.of(texts), window, maxEventsRead));
        if (events > maxEventsRead) {
            throw new QueryTooLarge("What people did is told event by event, and there are " + events
                    + " of these names between from and to, where " + maxEventsRead
                    + " can be read for an answer; ask about a shorter time, or about events that are less frequent");
        }
        return scans.within(events, () -> work.apply(events));
    }

    public List<Cohort> retention(RetentionQuery question) {
        List<EventName> names =
                Stream.of(question.event(), question.returning()).distinct().toList();
        return scanning(names, question.buckets().window(), any -> cohorts(question));
    }

    private List<Cohort> cohorts(RetentionQuery question) {
        Buckets buckets = question.buckets();
        int size = buckets.size();
        int words = Math.ceilDiv(size, PeopleStatements.WORD);
        List<long[][]> halves = halves(
                () -> new long[size][size + 1],
                PeopleStatements.retention(words),
                values(question, words),
                (cohorts, row) -> addKind(cohorts, words, row));
        List<Cohort> cohorts = new ArrayList<>(size);
        for (int cohort = 0; cohort < size; cohort++) {
            long[] sums = new long[size + 1];
            for (long[][] half : halves) {
                for (int bucket = 0; bucket <= size; bucket++) {
                    sums[bucket] += half[cohort][bucket];
                }
            }
            cohorts.add(new Cohort(
                    sums[size], Arrays.stream(sums, cohort, size).boxed().toList()));
        }
        return cohorts;
    }

    /** Adds people who began and came back in the same buckets; the last of a cohort's numbers is that of all its people. */
    private static void addKind(long[][] cohorts, int words, ResultSet row) throws SQLException {
        long[] cohort = cohorts[row.getInt(1) - 1];
        long people = row.getLong(2 + words);
        cohort[cohort.length - 1] += people;
        for (int word = 0; word < words; word++) {
            int first = word * PeopleStatements.WORD;
            for (long bits = row.getLong(2 + word); bits != 0; bits &= bits - 1) {
                cohort[first + Long.numberOfTrailingZeros(bits)] += people;
            }
        }
    }

    private static List<Object> values(RetentionQuery question, int words) {
        Buckets buckets = question.buckets();
        String[] borders = buckets.starts().stream().map(Times::text).toArray(String[]::new);
        String event = question.event().value();
        String returning = question.returning().value();
        List<Object> values = new ArrayList<>(List.of(event));
        values.addAll(Collections.nCopies(words, returning));
        values.addAll(List.of(
                borders,
                new String[] {event, returning},
                Times.time(buckets.window().from()),
                Times.time(buckets.window().to())));
        return values;
    }

    /** Takes a row into what was counted so far. */
    @FunctionalInterface
    private interface Adding<T> {
        void add(T counted, ResultSet row) throws SQLException;
    }

    /** Asks about both halves of the people; what is counted of each is begun anew when it has to be asked again. */
    private <T> List<T> halves(Supplier<T> nothing, Sql sql, List<Object> values, Adding<T> adding) {
        return database.snapshot(PeopleStatements.HALVES, (connection, half) -> {
            Object[] ofHalf = values.toArray(new Object[values.size() + 1]);
            ofHalf[values.size()] = half == 1;
            T counted = nothing.get();
            sql.each(connection, row -> adding.add(counted, row), ofHalf);
            return counted;
        });
    }
}

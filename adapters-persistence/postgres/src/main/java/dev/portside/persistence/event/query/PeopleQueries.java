package dev.portside.persistence.event.query;

import static dev.portside.persistence.event.query.PeopleStatements.STEP;

import dev.portside.application.event.QueryTooLarge;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Queries about what each person did, answered from an index that has all that they need. */
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
            PeopleStatements.IN_ORDER.run(connection, None.NONE);
            long[] people = new long[steps];
            long last = half == 0 ? -1 : Long.MAX_VALUE;
            long from = half == 0 ? Long.MIN_VALUE : 0;
            for (int pass = 1; true; pass++) {
                FunnelWalk walk = new FunnelWalk(steps, micros(question.within()), from, last, maxBytes);
                PeopleStatements.steps(names.size())
                        .eachOfMany(
                                connection,
                                new PeopleStatements.Steps(names, question.window(), from, last),
                                row -> walk.go(
                                        STEP.person.of(row), STEP.micros.of(row), stepsOfNames[STEP.name.of(row)]));
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
        // Refused outside of the transaction, where it is distinct from faults of the database.
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

    private <T> T scanning(List<EventName> names, TimeWindow window, LongFunction<T> work) {
        String[] texts = names.stream().map(EventName::value).toArray(String[]::new);
        long events =
                database.run(connection -> CountQueries.howMany(connection, List.of(texts), window, maxEventsRead));
        if (events > maxEventsRead) {
            throw new QueryTooLarge("This query reads event by event, and there are " + events
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
        PeopleStatements.Retention retention = PeopleStatements.retention(words);
        // What is counted of a half is begun anew when it has to be read again.
        List<long[][]> halves = database.snapshot(PeopleStatements.HALVES, (connection, half) -> {
            long[][] counted = new long[size][size + 1];
            retention
                    .statement()
                    .each(
                            connection,
                            new PeopleStatements.OfHalf(question, half == 1),
                            row -> addKind(counted, retention.columns(), row));
            return counted;
        });
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
    private static void addKind(long[][] cohorts, PeopleStatements.KindColumns kind, Row row) throws SQLException {
        long[] cohort = cohorts[kind.cohort.of(row) - 1];
        long people = kind.people.of(row);
        cohort[cohort.length - 1] += people;
        for (int word = 0; word < kind.returned.size(); word++) {
            int first = word * PeopleStatements.WORD;
            for (long bits = kind.returned.get(word).of(row); bits != 0; bits &= bits - 1) {
                cohort[first + Long.numberOfTrailingZeros(bits)] += people;
            }
        }
    }
}

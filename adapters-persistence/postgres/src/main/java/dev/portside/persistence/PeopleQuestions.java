package dev.portside.persistence;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuestion;
import dev.portside.domain.event.RetentionQuestion;
import dev.portside.domain.event.TimeWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jooq.types.DayToSecond;

/** Questions about what each person did, told from an index that has all that they need. */
final class PeopleQuestions {

    private final Database database;

    PeopleQuestions(Database database) {
        this.database = database;
    }

    List<Long> funnel(FunnelQuestion question) {
        int steps = question.steps().size();
        String[] names = question.steps().stream().map(EventName::value).toArray(String[]::new);
        TimeWindow window = question.window();
        DayToSecond within = DayToSecond.valueOf(question.within());
        List<Object> values = new ArrayList<>();
        for (int step = steps - 1; step > 0; step--) {
            values.add(names[step]);
            values.add(within.toString());
        }
        values.add(names[0]);
        values.addAll(List.of(names, Times.time(window.from()), Times.time(window.to())));
        List<long[]> halves = halves(() -> new long[steps], PeopleStatements.funnel(steps), values, (people, row) -> {
            for (int step = 0; step < steps; step++) {
                people[step] += row.getLong(step + 1);
            }
        });
        return IntStream.range(0, steps)
                .mapToObj(step -> halves.stream().mapToLong(half -> half[step]).sum())
                .toList();
    }

    List<Cohort> retention(RetentionQuestion question) {
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

    private static List<Object> values(RetentionQuestion question, int words) {
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

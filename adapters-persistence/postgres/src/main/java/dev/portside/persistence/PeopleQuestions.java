package dev.portside.persistence;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuestion;
import dev.portside.domain.event.RetentionQuestion;
import dev.portside.domain.event.TimeWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
        long[] people = new long[steps];
        eachRow(PeopleStatements.funnel(steps), values, row -> {
            for (int step = 0; step < steps; step++) {
                people[step] += row.getLong(step + 1);
            }
        });
        return Arrays.stream(people).boxed().toList();
    }

    List<Cohort> retention(RetentionQuestion question) {
        Buckets buckets = question.buckets();
        int size = buckets.size();
        int words = Math.ceilDiv(size, PeopleStatements.WORD);
        long[] people = new long[size];
        long[][] returned = new long[size][size];
        eachRow(PeopleStatements.retention(words), values(question, words), row -> {
            int cohort = row.getInt(1) - 1;
            long count = row.getLong(2 + words);
            people[cohort] += count;
            for (int word = 0; word < words; word++) {
                int first = word * PeopleStatements.WORD;
                for (long bits = row.getLong(2 + word); bits != 0; bits &= bits - 1) {
                    returned[cohort][first + Long.numberOfTrailingZeros(bits)] += count;
                }
            }
        });
        List<Cohort> cohorts = new ArrayList<>(size);
        for (int cohort = 0; cohort < size; cohort++) {
            cohorts.add(new Cohort(
                    people[cohort],
                    Arrays.stream(returned[cohort], cohort, size).boxed().toList()));
        }
        return cohorts;
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

    /** Asks about both halves of the people, and takes the rows one at a time. */
    private void eachRow(Sql sql, List<Object> values, Sql.RowTaker taker) {
        database.snapshot(PeopleStatements.HALVES, (connection, half) -> {
            Object[] ofHalf = values.toArray(new Object[values.size() + 1]);
            ofHalf[values.size()] = half == 1;
            sql.each(
                    connection,
                    row -> {
                        synchronized (taker) {
                            taker.take(row);
                        }
                    },
                    ofHalf);
            return half;
        });
    }
}

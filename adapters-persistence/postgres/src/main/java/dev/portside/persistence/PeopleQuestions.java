package dev.portside.persistence;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuestion;
import dev.portside.domain.event.RetentionQuestion;
import dev.portside.domain.event.TimeWindow;
import java.time.OffsetDateTime;
import java.util.ArrayList;
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
        values.add(names);
        values.add(Times.time(window.from()));
        values.add(Times.time(window.to()));
        Sql sql = PeopleStatements.funnel(steps);
        return database.snapshot(connection -> sql.first(
                        connection,
                        row -> {
                            List<Long> people = new ArrayList<>();
                            for (int step = 1; step <= steps; step++) {
                                people.add(row.getLong(step));
                            }
                            return people;
                        },
                        values.toArray())
                .orElseThrow());
    }

    List<Cohort> retention(RetentionQuestion question) {
        Buckets buckets = question.buckets();
        int size = buckets.size();
        String[] borders = buckets.starts().stream().map(Times::text).toArray(String[]::new);
        OffsetDateTime from = Times.time(buckets.window().from());
        OffsetDateTime to = Times.time(buckets.window().to());
        long[] people = new long[size];
        long[][] returned = new long[size][size];
        database.snapshot(connection -> {
            PeopleStatements.RETENTION.each(
                    connection,
                    row -> {
                        int cohort = row.getInt(1) - 1;
                        int bucket = row.getInt(2);
                        if (bucket == PeopleStatements.ALL) {
                            people[cohort] = row.getLong(3);
                        } else {
                            returned[cohort][bucket - 1] = row.getLong(3);
                        }
                    },
                    borders,
                    question.event().value(),
                    from,
                    to,
                    borders,
                    question.returning().value(),
                    from,
                    to);
            return people;
        });
        List<Cohort> cohorts = new ArrayList<>(size);
        for (int cohort = 0; cohort < size; cohort++) {
            List<Long> row = new ArrayList<>();
            for (int bucket = cohort; bucket < size; bucket++) {
                row.add(returned[cohort][bucket]);
            }
            cohorts.add(new Cohort(people[cohort], row));
        }
        return cohorts;
    }
}

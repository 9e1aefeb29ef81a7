package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuestion;
import dev.portside.domain.event.RetentionQuestion;
import dev.portside.domain.event.TimeWindow;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record3;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** Questions about what each person did, told from an index that has all that they need. */
final class PeopleQuestions {

    /** In place of a bucket in the rows that tell how many people a cohort has. */
    private static final int ALL = -1;

    /** borders, event, from, to, borders, returning event, from, to; rows of cohort, bucket, people */
    private static final Sql RETENTION = Sql.plannedEachTime(retentionQuery());

    private static final Map<Integer, Sql> FUNNELS = new ConcurrentHashMap<>();

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
        Sql sql = FUNNELS.computeIfAbsent(steps, PeopleQuestions::render);
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

    /**
     * For each event of a step, the latest time at which a chain of steps that ends with it can have begun: that of the step
     * before among what came earlier. The latest is the best, so one per step is enough.
     */
    private static Sql render(int steps) {
        Table<?> level = select(
                        EVENTS.PERSON,
                        EVENTS.AT,
                        EVENTS.ID,
                        EVENTS.NAME,
                        when(EVENTS.NAME.eq(EventStatements.text("first")), EVENTS.AT)
                                .as(began(0)))
                .from(EVENTS)
                .where(EVENTS.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
                .and(EVENTS.PERSON.isNotNull())
                .and(EVENTS.AT.ge(EventStatements.time("from")))
                .and(EVENTS.AT.lt(EventStatements.time("to")))
                .asTable("level0");
        for (int step = 1; step < steps; step++) {
            level = next(level, step);
        }
        List<Field<?>> reached = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            reached.add(max(when(requireNonNull(level.field(began(step))).isNotNull(), inline(1))
                            .otherwise(inline(0)))
                    .as("reached" + step));
        }
        Table<?> people =
                select(reached).from(level).groupBy(level.field(EVENTS.PERSON)).asTable("people");
        List<Field<?>> sums = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            sums.add(sum(requireNonNull(people.field("reached" + step, Integer.class))));
        }
        return Sql.plannedEachTime(select(sums).from(people));
    }

    private static Table<?> next(Table<?> level, int step) {
        Field<OffsetDateTime> at = requireNonNull(level.field(EVENTS.AT));
        Field<OffsetDateTime> earlier = max(requireNonNull(level.field(began(step - 1), OffsetDateTime.class)))
                .over()
                .partitionBy(level.field(EVENTS.PERSON))
                .orderBy(at, level.field(EVENTS.ID))
                .rowsBetweenUnboundedPreceding()
                .andPreceding(1);
        Condition isStep = requireNonNull(level.field(EVENTS.NAME)).eq(EventStatements.text("step"));
        Field<DayToSecond> within = param("within", SQLDataType.CLOB).cast(SQLDataType.INTERVALDAYTOSECOND);
        List<SelectFieldOrAsterisk> fields = new ArrayList<>(List.of(level.fields()));
        fields.add(when(isStep.and(at.le(earlier.add(within))), earlier).as(began(step)));
        return select(fields).from(level).asTable("level" + step);
    }

    private static String began(int step) {
        return "began" + step;
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
            RETENTION.each(
                    connection,
                    row -> {
                        int cohort = row.getInt(1) - 1;
                        int bucket = row.getInt(2);
                        if (bucket == ALL) {
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

    private static Query retentionQuery() {
        Table<?> firsts = select(EVENTS.PERSON, min(EVENTS.AT).as("first"))
                .from(EVENTS)
                .where(inWindow())
                .groupBy(EVENTS.PERSON)
                .asTable("firsts");
        Field<Integer> cohort = bucket(requireNonNull(firsts.field("first", OffsetDateTime.class)))
                .as("cohort");
        CommonTableExpression<?> cohorts =
                name("cohorts").as(select(firsts.field(EVENTS.PERSON), cohort).from(firsts));
        Field<Integer> bucket = bucket(EVENTS.AT).as("bucket");
        CommonTableExpression<?> returns = name("returns")
                .as(selectDistinct(EVENTS.PERSON, bucket).from(EVENTS).where(inWindow()));
        Field<Integer> ofCohort = requireNonNull(cohorts.field(cohort));
        Field<Integer> ofReturn = requireNonNull(returns.field(bucket));
        Select<Record3<Integer, Integer, Integer>> sizes =
                select(ofCohort, inline(ALL), count()).from(cohorts).groupBy(ofCohort);
        return with(cohorts)
                .with(returns)
                .select(ofCohort, ofReturn, count())
                .from(cohorts)
                .join(returns)
                .on(requireNonNull(cohorts.field(EVENTS.PERSON)).eq(returns.field(EVENTS.PERSON)))
                .where(ofReturn.ge(ofCohort))
                .groupBy(ofCohort, ofReturn)
                .unionAll(sizes);
    }

    private static Condition inWindow() {
        return EVENTS.NAME
                .eq(EventStatements.text("name"))
                .and(EVENTS.PERSON.isNotNull())
                .and(EVENTS.AT.ge(EventStatements.time("from")))
                .and(EVENTS.AT.lt(EventStatements.time("to")));
    }

    /** The number of the bucket, from 1. */
    private static Field<Integer> bucket(Field<OffsetDateTime> at) {
        return function(
                name("width_bucket"),
                SQLDataType.INTEGER,
                at,
                // In a query of its own, which is run once: reading the times again for each row took most of the time.
                field(select(param("borders", SQLDataType.CLOB.array())
                        .cast(EVENTS.AT.getDataType().array()))));
    }
}

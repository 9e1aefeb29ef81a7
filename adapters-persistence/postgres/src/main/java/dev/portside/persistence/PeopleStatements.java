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

/** What is asked about what each person did. Comments list the parameters in their order. */
final class PeopleStatements {

    /** In place of a bucket in the rows that tell how many people a cohort has. */
    static final int ALL = -1;

    /** borders, event, from, to, borders, returning event, from, to; rows of cohort, bucket, people */
    static final Sql RETENTION = Sql.plannedEachTime(retentionQuery());

    private static final Map<Integer, Sql> FUNNELS = new ConcurrentHashMap<>();

    private PeopleStatements() {}

    /** For each step but the first, from the last on, its name and the time allowed; the first name; all names; from, to */
    static Sql funnel(int steps) {
        return FUNNELS.computeIfAbsent(steps, PeopleStatements::render);
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

package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.bitOrAgg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** What is asked about what each person did. Comments list the parameters in their order. */
final class PeopleStatements {

    /** People are asked about in two parts, which a hash of them decides, so that both can be worked on at the same time. */
    static final int HALVES = 2;

    /** Buckets that the bits of one {@code bigint} stand for; its sign is left alone. */
    static final int WORD = 63;

    private static final String COHORT = "cohort";
    private static final String BUCKET = "bucket";

    private static final Map<Integer, Sql> FUNNELS = new ConcurrentHashMap<>();
    private static final Map<Integer, Sql> RETENTIONS = new ConcurrentHashMap<>();

    private PeopleStatements() {}

    /** For each step but the first, from the last on, its name and the time allowed; the first name; all names; from, to, whether the second half */
    static Sql funnel(int steps) {
        return FUNNELS.computeIfAbsent(steps, PeopleStatements::renderFunnel);
    }

    /**
     * For as many buckets as these words have bits. event; the returning event for each word; borders, both names, from, to,
     * whether the second half; rows of cohort, words, people
     */
    static Sql retention(int words) {
        return RETENTIONS.computeIfAbsent(words, PeopleStatements::renderRetention);
    }

    /**
     * For each event of a step, the latest time at which a chain of steps that ends with it can have begun: that of the step
     * before among what came earlier. The latest is the best, so one per step is enough.
     */
    private static Sql renderFunnel(int steps) {
        Table<?> level = select(
                        EVENTS.PERSON,
                        EVENTS.AT,
                        EVENTS.ID,
                        EVENTS.NAME,
                        when(EVENTS.NAME.eq(EventStatements.text("first")), EVENTS.AT)
                                .as(began(0)))
                .from(EVENTS)
                .where(isOfHalf())
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

    /**
     * For each person the bucket of the first event and, as bits, those of the returning ones; then how many people have the
     * same. So events are read once and people are gathered once, whichever way they came back.
     */
    private static Sql renderRetention(int words) {
        Table<?> people = people(words);
        Field<Integer> cohort = requireNonNull(people.field(COHORT, Integer.class));
        List<Field<?>> kinds = new ArrayList<>(List.of(cohort));
        for (int word = 0; word < words; word++) {
            kinds.add(people.field(returned(word)));
        }
        List<SelectFieldOrAsterisk> fields = new ArrayList<>(kinds);
        fields.add(count());
        return Sql.plannedEachTime(
                select(fields).from(people).where(cohort.isNotNull()).groupBy(kinds));
    }

    private static Table<?> people(int words) {
        // Without an offset it would be merged into the query around it, and buckets be looked up again for each use.
        Table<?> events = select(EVENTS.NAME, EVENTS.PERSON, bucket().as(BUCKET))
                .from(EVENTS)
                .where(isOfHalf())
                .offset(inline(0))
                .asTable("events");
        Field<String> event = requireNonNull(events.field(EVENTS.NAME));
        Field<Integer> bucket = requireNonNull(events.field(BUCKET, Integer.class));
        List<Field<?>> fields = new ArrayList<>();
        fields.add(
                min(bucket).filterWhere(event.eq(EventStatements.text("event"))).as(COHORT));
        for (int word = 0; word < words; word++) {
            Field<Integer> bit = bucket.minus(inline(1 + word * WORD));
            Condition returns = event.eq(EventStatements.text("returning"));
            Condition here = words == 1 ? returns : returns.and(bit.between(inline(0), inline(WORD - 1)));
            fields.add(bitOrAgg(inline(1L).cast(SQLDataType.BIGINT).shl(bit))
                    .filterWhere(here)
                    .as(returned(word)));
        }
        return select(fields).from(events).groupBy(events.field(EVENTS.PERSON)).asTable("people");
    }

    private static String returned(int word) {
        return "returned" + word;
    }

    private static Condition isOfHalf() {
        // The planner takes an inequality for a third of the rows, an equation for a two-hundredth, and would then
        // sort.
        Condition isOfSecondHalf =
                function(name("hashtext"), SQLDataType.INTEGER, EVENTS.PERSON).lt(inline(0));
        return EVENTS.NAME
                .eq(any(param("names", SQLDataType.CLOB.array())))
                .and(EVENTS.PERSON.isNotNull())
                .and(EVENTS.AT.ge(EventStatements.time("from")))
                .and(EVENTS.AT.lt(EventStatements.time("to")))
                .and(field(isOfSecondHalf).eq(param("second", SQLDataType.BOOLEAN)));
    }

    /** The number of the bucket, from 1. */
    private static Field<Integer> bucket() {
        return function(
                name("width_bucket"),
                SQLDataType.INTEGER,
                EVENTS.AT,
                // In a query of its own, which is run once: reading the times again for each row took most of the time.
                field(select(param("borders", SQLDataType.CLOB.array())
                        .cast(EVENTS.AT.getDataType().array()))));
    }
}

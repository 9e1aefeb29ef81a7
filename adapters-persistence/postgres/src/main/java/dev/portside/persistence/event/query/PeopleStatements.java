package dev.portside.persistence.event.query;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.bitOrAgg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Sql;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What is asked about what each person did. Comments list the parameters in their order. */
final class PeopleStatements {

    /** People are asked about in two parts, which a hash of them decides, so that both can be worked on at the same time. */
    static final int HALVES = 2;

    /** Buckets that the bits of one {@code bigint} stand for; its sign is left alone. */
    static final int WORD = 63;

    private static final String WHO = "who";
    private static final String MICROS = "micros";
    private static final String NUMBER = "number";
    private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);

    private static final String COHORT = "cohort";
    private static final String BUCKET = "bucket";

    private static final Map<Integer, Sql> STEPS = new ConcurrentHashMap<>();
    private static final Map<Integer, Sql> RETENTIONS = new ConcurrentHashMap<>();

    /** For the rest of a transaction: the planner knows nothing of how well the order of indexes suits. */
    static final Sql IN_ORDER = Sql.of(
            select(function(name("set_config"), SQLDataType.CLOB, inline("enable_sort"), inline("off"), inline(true))));

    private PeopleStatements() {}

    /** For each of so many names: its number, itself, from, to, the lowest and the highest hash; rows of hash, microseconds, number */
    static Sql steps(int names) {
        return STEPS.computeIfAbsent(names, PeopleStatements::renderSteps);
    }

    /**
     * For as many buckets as these words have bits. event; the returning event for each word; borders, both names, from, to,
     * whether the second half; rows of cohort, words, people
     */
    static Sql retention(int words) {
        return RETENTIONS.computeIfAbsent(words, PeopleStatements::renderRetention);
    }

    /** In the order of time: for each name there is an index in this order, and they are merged as they are read. */
    private static Sql renderSteps(int names) {
        Select<Record5<Long, Long, Integer, OffsetDateTime, UUID>> all = events();
        for (int name = 1; name < names; name++) {
            all = all.unionAll(events());
        }
        Table<?> steps = all.asTable("steps");
        return Sql.plannedEachTime(select(steps.field(WHO), steps.field(MICROS), steps.field(NUMBER))
                .from(steps)
                .orderBy(steps.field(EVENTS.AT), steps.field(EVENTS.ID)));
    }

    private static Select<Record5<Long, Long, Integer, OffsetDateTime, UUID>> events() {
        Field<Long> who = function(name("hashtextextended"), SQLDataType.BIGINT, EVENTS.PERSON, inline(0L));
        Field<Long> micros = DSL.field("extract(epoch from {0})", SQLDataType.NUMERIC, EVENTS.AT)
                .mul(inline(MICROS_PER_SECOND))
                .cast(SQLDataType.BIGINT);
        return select(
                        who.as(WHO),
                        micros.as(MICROS),
                        param("number", SQLDataType.INTEGER).as(NUMBER),
                        EVENTS.AT,
                        EVENTS.ID)
                .from(EVENTS)
                .where(EVENTS.NAME.eq(Parameters.text("name")))
                .and(EVENTS.PERSON.isNotNull())
                .and(EVENTS.AT.ge(Parameters.time("from")))
                .and(EVENTS.AT.lt(Parameters.time("to")))
                .and(who.between(param("lowest", SQLDataType.BIGINT), param("highest", SQLDataType.BIGINT)));
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
        fields.add(min(bucket).filterWhere(event.eq(Parameters.text("event"))).as(COHORT));
        for (int word = 0; word < words; word++) {
            Field<Integer> bit = bucket.minus(inline(1 + word * WORD));
            Condition returns = event.eq(Parameters.text("returning"));
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
                .and(EVENTS.AT.ge(Parameters.time("from")))
                .and(EVENTS.AT.lt(Parameters.time("to")))
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

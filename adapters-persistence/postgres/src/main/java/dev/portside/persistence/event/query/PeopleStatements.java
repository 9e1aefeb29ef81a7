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
import static org.jooq.impl.DSL.select;

import dev.portside.domain.event.EventName;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.persistence.statement.Action;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Preparation;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import dev.portside.persistence.statement.Times;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The statements about what each person did. */
final class PeopleStatements {

    /** People are counted in two parts, which a hash of them decides, so that both can be worked on at the same time. */
    static final int HALVES = 2;

    /** Buckets that the bits of one {@code bigint} stand for; its sign is left alone. */
    static final int WORD = 63;

    private static final String WHO = "who";
    private static final String MICROS = "micros";
    private static final String NUMBER = "number";
    private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);

    private static final String COHORT = "cohort";
    private static final String BUCKET = "bucket";

    private static final Map<Integer, Query<Steps, Row>> STEPS = new ConcurrentHashMap<>();
    private static final Map<Integer, Retention> RETENTIONS = new ConcurrentHashMap<>();

    /** For the rest of a transaction: the planner knows nothing of how well the order of indexes suits. */
    static final Action<None> IN_ORDER = Action.of(p ->
            select(function(name("set_config"), SQLDataType.CLOB, inline("enable_sort"), inline("off"), inline(true))));

    /**
     * Events of these names by people whose hashes lie between two.
     *
     * @param last the highest hash
     */
    record Steps(List<EventName> names, TimeWindow window, long first, long last) {}

    /** Columns of an event that is a step. */
    static final class StepColumns extends Columns<Row> {
        final OfLong person = number(WHO);
        final OfLong micros = number(MICROS);
        /** The place of its name among those given. */
        final OfInt name = integer(NUMBER);

        @Override
        public Row read(Row row) {
            return row;
        }
    }

    static final StepColumns STEP = new StepColumns();

    /** A retention of one half of the people. */
    record OfHalf(RetentionQuery query, boolean second) {}

    /** Columns of people who began and came back in the same buckets. */
    static final class KindColumns extends Columns<Row> {
        final OfInt cohort = integer(COHORT);
        final List<OfLong> returned;
        final OfLong people;

        private KindColumns(int words) {
            returned = IntStream.range(0, words)
                    .mapToObj(word -> number(returned(word)))
                    .toList();
            people = number(count());
        }

        @Override
        public Row read(Row row) {
            return row;
        }
    }

    /** A statement and its columns, of which there are as many as words. */
    record Retention(KindColumns columns, Query<OfHalf, Row> statement) {}

    private PeopleStatements() {}

    /** Returns the statement for so many names. */
    static Query<Steps, Row> steps(int names) {
        return STEPS.computeIfAbsent(names, any -> Query.of(Preparation.PLANNED_EACH_TIME, STEP, p -> steps(p, names)));
    }

    /** Returns the statement for as many buckets as these words have bits. */
    static Retention retention(int words) {
        return RETENTIONS.computeIfAbsent(words, any -> {
            KindColumns columns = new KindColumns(words);
            return new Retention(columns, Query.of(Preparation.PLANNED_EACH_TIME, columns, p -> retention(p, words)));
        });
    }

    /** In the order of time: for each name there is an index in this order, and they are merged as they are read. */
    private static ResultQuery<?> steps(Parameters<Steps> p, int names) {
        Select<Record5<Long, Long, Integer, OffsetDateTime, UUID>> all = events(p, 0);
        for (int name = 1; name < names; name++) {
            all = all.unionAll(events(p, name));
        }
        Table<?> steps = all.asTable("steps");
        return select(steps.field(WHO), steps.field(MICROS), steps.field(NUMBER))
                .from(steps)
                .orderBy(steps.field(EVENTS.AT), steps.field(EVENTS.ID));
    }

    private static Select<Record5<Long, Long, Integer, OffsetDateTime, UUID>> events(Parameters<Steps> p, int number) {
        Field<Long> who = function(name("hashtextextended"), SQLDataType.BIGINT, EVENTS.PERSON, inline(0L));
        Field<Long> micros = DSL.field("extract(epoch from {0})", SQLDataType.NUMERIC, EVENTS.AT)
                .mul(inline(MICROS_PER_SECOND))
                .cast(SQLDataType.BIGINT);
        return select(who.as(WHO), micros.as(MICROS), p.integer(steps -> number).as(NUMBER), EVENTS.AT, EVENTS.ID)
                .from(EVENTS)
                .where(EVENTS.NAME.eq(p.text(steps -> steps.names().get(number).value())))
                .and(EVENTS.PERSON.isNotNull())
                .and(EVENTS.AT.ge(p.time(steps -> steps.window().from())))
                .and(EVENTS.AT.lt(p.time(steps -> steps.window().to())))
                .and(who.between(p.number(Steps::first), p.number(Steps::last)));
    }

    /**
     * For each person the bucket of the first event and, as bits, those of the returning ones; then how many people have the
     * same. So events are read once and people are gathered once, whichever way they came back.
     */
    private static ResultQuery<?> retention(Parameters<OfHalf> p, int words) {
        Table<?> people = people(p, words);
        Field<Integer> cohort = requireNonNull(people.field(COHORT, Integer.class));
        List<Field<?>> kinds = new ArrayList<>(List.of(cohort));
        for (int word = 0; word < words; word++) {
            kinds.add(people.field(returned(word)));
        }
        List<SelectFieldOrAsterisk> fields = new ArrayList<>(kinds);
        fields.add(count());
        return select(fields).from(people).where(cohort.isNotNull()).groupBy(kinds);
    }

    private static Table<?> people(Parameters<OfHalf> p, int words) {
        // Without an offset it would be merged into the query around it, and buckets be looked up again for each use.
        Table<?> events = select(EVENTS.NAME, EVENTS.PERSON, bucket(p).as(BUCKET))
                .from(EVENTS)
                .where(isOfHalf(p))
                .offset(inline(0))
                .asTable("events");
        Field<String> event = requireNonNull(events.field(EVENTS.NAME));
        Field<Integer> bucket = requireNonNull(events.field(BUCKET, Integer.class));
        List<Field<?>> fields = new ArrayList<>();
        fields.add(min(bucket)
                .filterWhere(event.eq(p.text(half -> half.query().event().value())))
                .as(COHORT));
        for (int word = 0; word < words; word++) {
            Field<Integer> bit = bucket.minus(inline(1 + word * WORD));
            Condition returns = event.eq(p.text(half -> half.query().returning().value()));
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

    private static Condition isOfHalf(Parameters<OfHalf> p) {
        // The planner takes an inequality for a third of the rows, an equation for a two-hundredth, and would then
        // sort.
        Condition isOfSecondHalf =
                function(name("hashtext"), SQLDataType.INTEGER, EVENTS.PERSON).lt(inline(0));
        return EVENTS.NAME
                .eq(any(p.texts(half -> new String[] {
                    half.query().event().value(), half.query().returning().value()
                })))
                .and(EVENTS.PERSON.isNotNull())
                .and(EVENTS.AT.ge(p.time(half -> half.query().buckets().window().from())))
                .and(EVENTS.AT.lt(p.time(half -> half.query().buckets().window().to())))
                .and(field(isOfSecondHalf).eq(p.truth(OfHalf::second)));
    }

    /** The number of the bucket, from 1. */
    private static Field<Integer> bucket(Parameters<OfHalf> p) {
        return function(
                name("width_bucket"),
                SQLDataType.INTEGER,
                EVENTS.AT,
                // In a query of its own, which is run once: reading the times again for each row took most of the time.
                field(select(p.texts(half -> half.query().buckets().starts().stream()
                                .map(Times::text)
                                .toArray(String[]::new))
                        .cast(EVENTS.AT.getDataType().array()))));
    }
}

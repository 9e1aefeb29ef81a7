package dev.portside.persistence.event;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_IDS;
import static dev.portside.persistence.schema.Tables.EVENT_NAMES;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_VALUES;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.event.TimeWindow;
import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.statement.Action;
import dev.portside.persistence.statement.AdvisoryLocks;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Command;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The statements about the months of events. */
final class PartitionStatements {

    static final Action<None> ENTER = Action.of(
            p -> select(AdvisoryLocks.call("pg_advisory_xact_lock", SQLDataType.OTHER, AdvisoryLocks.PARTITIONS)));

    /** The names of the tables that the table of events is divided into. */
    static final Query<None, String> DIVIDED = Query.of(
            Columns.ofText(),
            p -> select(field(name("relname"), String.class))
                    .from(table(name("pg_catalog", "pg_inherits")))
                    .join(table(name("pg_catalog", "pg_class")))
                    .on(field(name("inhrelid")).eq(field(name("pg_class", "oid"))))
                    .where(field(name("inhparent"), Long.class)
                            .eq(function(name("to_regclass"), SQLDataType.BIGINT, inline(EVENTS.getName())))));

    /** Whether there is the table of a month. */
    static final Query<YearMonth, Boolean> EXISTS = Query.of(
            Columns.ofTruth(),
            p -> select(function(name("to_regclass"), SQLDataType.CLOB, p.text(EventPartitions::tableOf))
                    .isNotNull()));

    /** Removes what is older, and its ids. */
    static final Command<Instant> DELETE_OLDEST = Command.of(p -> with(name("old")
                    .as(deleteFrom(EVENTS)
                            .where(EVENTS.AT.lt(p.time(before -> before)))
                            .returning(EVENTS.ID)))
            .delete(EVENT_IDS)
            .where(EVENT_IDS.ID.in(
                    select(field(name("old", "id"), EVENT_IDS.ID.getDataType())).from(table(name("old"))))));

    /** Removes the rollups of a time. */
    static final Command<TimeWindow> FORGET_ROLLUPS = Command.of(p -> deleteFrom(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.START.ge(p.comparableTime(TimeWindow::from)))
            .and(EVENT_ROLLUPS.START.lt(p.time(TimeWindow::to))));

    /** Removes values that no rollup has any more. */
    static final Command<None> FORGET_VALUES = Command.of(p -> deleteFrom(EVENT_VALUES)
            .where(notExists(selectOne()
                    .from(EVENT_ROLLUPS)
                    .where(EVENT_ROLLUPS.NAME.eq(EVENT_VALUES.NAME))
                    .and(EVENT_ROLLUPS.PROPERTY.eq(EVENT_VALUES.PROPERTY))
                    .and(EVENT_ROLLUPS.SPAN.eq(inline(Span.DAY.code())))
                    .and(EVENT_ROLLUPS.VALUE.eq(EVENT_VALUES.VALUE)))));

    /** Removes names that have no rollups any more. */
    static final Command<None> FORGET_NAMES = Command.of(p -> deleteFrom(EVENT_NAMES)
            .where(notExists(selectOne().from(EVENT_ROLLUPS).where(EVENT_ROLLUPS.NAME.eq(EVENT_NAMES.NAME)))));

    /** Counts anew what there is of each name. */
    static final Command<None> COUNT_NAMES = Command.of(p -> countNames());

    private PartitionStatements() {}

    private static org.jooq.Query countNames() {
        Field<BigDecimal> events = sum(EVENT_ROLLUPS.COUNT)
                .filterWhere(EVENT_ROLLUPS.PROPERTY.eq(inline(EventDeltas.NO_PROPERTY)))
                .as("events");
        Field<Integer> rollups = count().filterWhere(
                        EVENT_ROLLUPS.PROPERTY.notIn(inline(EventDeltas.NO_PROPERTY), inline(EventDeltas.LEFT_OUT)))
                .as("rollups");
        // Hours are counted only as rollups, and days as events too.
        Table<?> days = select(EVENT_ROLLUPS.NAME, events)
                .from(EVENT_ROLLUPS)
                .where(EVENT_ROLLUPS.SPAN.eq(inline(Span.DAY.code())))
                .groupBy(EVENT_ROLLUPS.NAME)
                .asTable("days");
        Table<?> all = select(EVENT_ROLLUPS.NAME, rollups)
                .from(EVENT_ROLLUPS)
                .groupBy(EVENT_ROLLUPS.NAME)
                .asTable("all_spans");
        return update(EVENT_NAMES)
                .set(
                        EVENT_NAMES.EVENTS,
                        coalesce(requireNonNull(days.field(events)).cast(SQLDataType.BIGINT), inline(0L)))
                .set(EVENT_NAMES.ROLLUPS, requireNonNull(all.field(rollups)).cast(SQLDataType.BIGINT))
                .from(days.join(all)
                        .on(requireNonNull(days.field(EVENT_ROLLUPS.NAME)).eq(all.field(EVENT_ROLLUPS.NAME))))
                .where(EVENT_NAMES.NAME.eq(days.field(EVENT_ROLLUPS.NAME)));
    }
}

package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_IDS;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.with;

import org.jooq.impl.SQLDataType;

/** What is asked about the months of events. Comments list the parameters in their order. */
final class PartitionStatements {

    /** Of PostgreSQL, any number that nobody else here uses. */
    private static final long LOCK = 0x706f_7274_7061_7274L;

    static final Sql ENTER = Sql.of(select(function(name("pg_advisory_xact_lock"), SQLDataType.OTHER, inline(LOCK))));

    /** name; the table's number, or null */
    static final Sql EXISTS =
            Sql.of(select(function(name("to_regclass"), SQLDataType.CLOB, param("name", SQLDataType.CLOB))
                    .cast(SQLDataType.CLOB)));

    /** time; its ids too */
    static final Sql DELETE_OLDEST = Sql.of(with(name("old")
                    .as(deleteFrom(EVENTS)
                            .where(EVENTS.AT.lt(EventStatements.time("before")))
                            .returning(EVENTS.ID)))
            .delete(EVENT_IDS)
            .where(EVENT_IDS.ID.in(
                    select(field(name("old", "id"), EVENT_IDS.ID.getDataType())).from(table(name("old"))))));

    /** from, to */
    static final Sql FORGET_ROLLUPS = Sql.of(deleteFrom(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.START.ge(EventStatements.time("from")))
            .and(EVENT_ROLLUPS.START.lt(EventStatements.time("to"))));

    private PartitionStatements() {}
}

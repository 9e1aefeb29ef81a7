package dev.portside.persistence.connection;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.portside.persistence.statement.Action;
import dev.portside.persistence.statement.AdvisoryLocks;
import dev.portside.persistence.statement.Parameters.None;
import org.jooq.impl.SQLDataType;

/** Statements that set up a transaction for the work in it. What they set ends with the transaction. */
final class TransactionStatements {

    /** Bounds the wait for a lock: another transaction may hold an event's id for minutes. */
    static final Action<None> BRISK = Action.of(p ->
            select(function(name("set_config"), SQLDataType.CLOB, inline("lock_timeout"), inline("1s"), inline(true))));

    /** Lets queries sort and hash millions of events in memory. */
    static final Action<None> MORE_MEMORY = Action.of(p ->
            select(function(name("set_config"), SQLDataType.CLOB, inline("work_mem"), inline("64MB"), inline(true))));

    /** Bounds each query to most of a request's deadline, or to what the session has when that is less. */
    static final Action<None> BOUNDED = Action.of(p -> select(function(
            name("set_config"),
            SQLDataType.CLOB,
            inline("statement_timeout"),
            field(
                            "least(nullif(extract(epoch from cast(current_setting('statement_timeout') as interval)) *"
                                    + " 1000, 0), {0})",
                            SQLDataType.CLOB, inline(Database.QUERY_MILLIS))
                    .cast(SQLDataType.INTEGER)
                    .cast(SQLDataType.CLOB),
            inline(true))));

    /** Keeps compaction out until the transaction ends, or until a savepoint before this is rolled back to. */
    static final Action<None> KEEP_COMPACTION_OUT = Action.of(
            p -> select(AdvisoryLocks.call("pg_advisory_xact_lock_shared", SQLDataType.OTHER, AdvisoryLocks.ROLLUPS)));

    private TransactionStatements() {}
}

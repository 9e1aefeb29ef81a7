package dev.portside.persistence.statement;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import org.jooq.DataType;
import org.jooq.Field;

/**
 * PostgreSQL's advisory locks that this program takes under names of its own. They have two numbers: locks of two numbers and
 * locks of one never meet, so none of these equals one whose number is made of what a client sent.
 */
public final class AdvisoryLocks {

    /** The first number: "port". */
    private static final int PROGRAM = 0x706f_7274;

    /** The second number: "roll". */
    public static final int ROLLUPS = 0x726f_6c6c;

    /** The second number: "part". */
    public static final int PARTITIONS = 0x7061_7274;

    /** The second number: "trgm". */
    public static final int TRIGRAMS = 0x7472_676d;

    private AdvisoryLocks() {}

    /**
     * Returns a call that takes a lock.
     *
     * @param function of PostgreSQL, such as {@code pg_advisory_xact_lock}
     */
    public static <T> Field<T> call(String function, DataType<T> type, int lock) {
        return function(name(function), type, inline(PROGRAM), inline(lock));
    }
}

package dev.portside.persistence.statement;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;

import java.time.OffsetDateTime;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/** Parameters of statements. */
public final class Parameters {

    private Parameters() {}

    public static Field<String> elements(String parameter) {
        return elements(parameter, SQLDataType.CLOB);
    }

    public static <T> Field<T> elements(String parameter, DataType<T> type) {
        return elements(param(parameter, type.array()), type);
    }

    /** Those of several arrays go together as long as these are equally long. */
    public static <T> Field<T> elements(Field<T[]> array, DataType<T> type) {
        return function(name("unnest"), type, array);
    }

    public static Param<String> text(String parameter) {
        return param(parameter, SQLDataType.CLOB);
    }

    public static Param<OffsetDateTime> time(String parameter) {
        return param(parameter, SQLDataType.TIMESTAMPWITHTIMEZONE(6));
    }
}

package dev.portside.persistence.statement;

import java.sql.ResultSet;

/** The current row of a result; its values are read through the {@link Columns} of the statement. */
public final class Row {

    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    ResultSet values() {
        return rows;
    }
}

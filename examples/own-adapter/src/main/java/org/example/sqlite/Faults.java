package org.example.sqlite;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Faults of SQLite, by what the caller can do (https://sqlite.org/rescode.html lists the codes). */
final class Faults {

    private Faults() {}

    static Fault of(SQLException e) {
        Category category = category(e);
        String message = switch (category) {
            case UNAVAILABLE, OVERLOADED -> "The SQLite file cannot be used at the moment";
            case TIMEOUT -> "SQLite did not answer in time";
            case MISCONFIGURED -> "SQLite denies access";
            case INTERNAL -> "SQLite refused the statement";
        };
        return new Fault(category, message + ": " + e.getMessage(), e);
    }

    private static Category category(SQLException e) {
        // The lower byte is the kind of error, all that is above it a detail.
        SQLiteErrorCode kind = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
        return switch (kind) {
            case SQLITE_INTERRUPT -> Category.TIMEOUT;
            case SQLITE_BUSY,
                    SQLITE_LOCKED,
                    SQLITE_FULL,
                    SQLITE_IOERR,
                    SQLITE_CANTOPEN,
                    SQLITE_READONLY,
                    SQLITE_NOMEM -> Category.UNAVAILABLE;
            case SQLITE_PERM, SQLITE_AUTH, SQLITE_NOTADB -> Category.MISCONFIGURED;
            default -> Category.INTERNAL;
        };
    }

    static boolean isUniqueViolation(SQLException e) {
        return is(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE, e);
    }

    static boolean isForeignKeyViolation(SQLException e) {
        return is(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY, e);
    }

    private static boolean is(SQLiteErrorCode code, SQLException e) {
        return e instanceof SQLiteException refused && refused.getResultCode() == code;
    }
}

package dev.portside.persistence.statement;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Mapping of database errors to the faults that a port throws (PostgreSQL's Appendix A lists the codes). */
public final class Faults {

    public static final String UNIQUE_VIOLATION = "23505";
    public static final String FOREIGN_KEY_VIOLATION = "23503";

    private static final Set<String> SERVER_GOES_OR_COMES = Set.of("57P01", "57P02", "57P03", "57P04", "57P05");
    public static final String DEADLOCK = "40P01";

    /** Another transaction held it for longer than was to be waited. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final Set<String> ROLLED_BACK_BY_CHANCE = Set.of("40001", DEADLOCK);

    /** Cancelled, by the statement timeout or when the one who asked was gone. */
    private static final String CANCELLED = "57014";

    /** Cancelled, lock not available, idle in transaction too long, transaction timeout. */
    private static final Set<String> TOOK_TOO_LONG = Set.of(CANCELLED, LOCK_NOT_AVAILABLE, "25P03", "25P04");

    /** A primary that has become a standby; the address will soon lead to the new primary. */
    public static final String READ_ONLY = "25006";

    public static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The codes of a database and of a schema that do not exist. */
    private static final Set<String> INVALID_NAMES = Set.of("3D000", "3F000");

    private Faults() {}

    public static Fault of(SQLException e) {
        Category category = category(e);
        String message = switch (category) {
            case UNAVAILABLE, OVERLOADED -> "PostgreSQL cannot be used at the moment";
            case TIMEOUT -> "PostgreSQL did not answer in time";
            case MISCONFIGURED -> "PostgreSQL denies access";
            case INTERNAL -> "PostgreSQL refused the statement";
        };
        SQLException told = withoutRows(e);
        return new Fault(category, message + " (" + e.getSQLState() + "): " + told.getMessage(), told);
    }

    /** Details that the server adds quote values of rows, which must not be logged; a host's driver includes them. */
    private static SQLException withoutRows(SQLException e) {
        ServerErrorMessage said = e instanceof PSQLException error ? error.getServerErrorMessage() : null;
        if (said == null || (said.getDetail() == null && said.getWhere() == null)) {
            return e;
        }
        SQLException plain = new SQLException(String.valueOf(said.getMessage()), e.getSQLState());
        plain.setStackTrace(e.getStackTrace());
        return plain;
    }

    /** Returns whether a table, a column or a rule is not as this program takes it to be. */
    public static boolean isAboutSchema(SQLException e) {
        return state(e).startsWith("42") || state(e).startsWith("23");
    }

    /** Returns whether the server ended the statement before it was done, because it took too long. */
    public static boolean isCancelled(SQLException e) {
        return state(e).equals(CANCELLED);
    }

    /** Returns whether the connection or the server is gone, as opposed to the server refusing something. */
    public static boolean isConnectionLoss(SQLException e) {
        return state(e).startsWith("08") || isServerGoingOrComing(e);
    }

    /** Returns whether the server as a whole stops, starts or recovers, so that no connection to it will do. */
    public static boolean isServerGoingOrComing(SQLException e) {
        return SERVER_GOES_OR_COMES.contains(state(e));
    }

    /** Returns whether the server, the database or the role has as many connections as it may. */
    public static boolean isTooManyConnections(SQLException e) {
        return state(e).equals("53300");
    }

    /** Returns whether nothing was done only because another transaction was in the way; the same once more may succeed. */
    public static boolean isWorthAnotherTry(SQLException e) {
        return ROLLED_BACK_BY_CHANCE.contains(state(e));
    }

    private static Category category(SQLException e) {
        String state = state(e);
        if (Thread.currentThread().isInterrupted() || TOOK_TOO_LONG.contains(state) || isReadTimeout(e)) {
            return Category.TIMEOUT;
        }
        boolean mayPass = e instanceof SQLTransientConnectionException
                || isConnectionLoss(e)
                || isWorthAnotherTry(e)
                || state.startsWith("53")
                || state.equals(READ_ONLY);
        if (mayPass) {
            return Category.UNAVAILABLE;
        }
        return isAccessDenied(state) ? Category.MISCONFIGURED : Category.INTERNAL;
    }

    /** Returns true for credentials, a database, a schema or a privilege that the server does not accept. */
    private static boolean isAccessDenied(String state) {
        return state.startsWith("28") || INVALID_NAMES.contains(state) || state.equals(INSUFFICIENT_PRIVILEGE);
    }

    /** pgjdbc calls a read that took longer than the socket timeout a lost connection. */
    private static boolean isReadTimeout(SQLException e) {
        // Not of a failed connection attempt: that one means an unavailable server.
        return !(e instanceof SQLTransientConnectionException) && e.getCause() instanceof SocketTimeoutException;
    }

    private static String state(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null ? "" : state;
    }
}

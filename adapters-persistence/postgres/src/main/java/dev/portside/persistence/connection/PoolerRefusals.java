package dev.portside.persistence.connection;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Errors of a pooler that was set up for something else. pgbouncer sends nearly all under the code of a broken protocol; by it
 * the pooler could be taken for unavailable.
 */
final class PoolerRefusals {

    private static final String CODE = "08P01";
    private static final Pattern PARAMETER = Pattern.compile("unsupported startup parameter(?: in options)?: (\\S+)");
    private static final Pattern SET_UP =
            Pattern.compile("no such (database|user)|auth.* failed", Pattern.CASE_INSENSITIVE);

    private PoolerRefusals() {}

    /** Returns what is to be changed, when no number of attempts would help. */
    static Optional<Fault> of(SQLException e) {
        if (!CODE.equals(e.getSQLState()) || !(e instanceof PSQLException refusal)) {
            return Optional.empty();
        }
        ServerErrorMessage message = refusal.getServerErrorMessage();
        String said = message == null || message.getMessage() == null ? "" : message.getMessage();
        Matcher parameter = PARAMETER.matcher(said);
        if (parameter.find()) {
            return Optional.of(misconfigured(parameter(parameter.group(1)), said, e));
        }
        return SET_UP.matcher(said).find()
                ? Optional.of(misconfigured(
                        "check user, password and database in DATABASE_URL against the pooler's own lists of them",
                        said,
                        e))
                : Optional.empty();
    }

    private static String parameter(String name) {
        return switch (name) {
            case "extra_float_digits" ->
                "every JDBC driver sends it, so add it to ignore_startup_parameters in pgbouncer.ini";
            case "search_path" ->
                "take currentSchema out of DATABASE_URL, and set it for the role instead: alter role … set search_path"
                        + " = …";
            case "options" ->
                "take it out of DATABASE_URL, and set what it says for the role instead: alter role … set …";
            default -> "take it out of DATABASE_URL, or add it to ignore_startup_parameters in pgbouncer.ini";
        };
    }

    private static Fault misconfigured(String remedy, String said, SQLException e) {
        return new Fault(
                Category.MISCONFIGURED,
                "The pooler before PostgreSQL refused the connection (" + said + "); " + remedy,
                e);
    }
}

package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.USERS;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.Field;

/** How a user is written in a row: the one mapping between the two. */
final class UserRow {

    /** The columns that {@link #read} expects, in its order. */
    static final List<Field<?>> COLUMNS =
            List.of(USERS.ID, USERS.NAME, USERS.EMAIL, USERS.CREATED_AT, USERS.UPDATED_AT, USERS.REVISION);

    // PostgreSQL's timestamps end before Instant's do; pgjdbc writes these two as its infinities.
    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999999Z");
    private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

    /** Without a sign before years of more than four digits, and with eras, as PostgreSQL reads times. */
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 9, SignStyle.NEVER)
            .appendPattern("-MM-dd HH:mm:ss.SSSSSSX ")
            .appendText(ChronoField.ERA, Map.of(0L, "BC", 1L, "AD"))
            .toFormatter(Locale.ROOT);

    private UserRow() {}

    static User read(ResultSet row) throws SQLException {
        return new User(
                new UserId(row.getLong(1)),
                new UserName(row.getString(2)),
                new EmailAddress(row.getString(3)),
                instant(row, 4),
                instant(row, 5),
                row.getLong(6));
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The same for a comparison only: a time that PostgreSQL cannot write is before or behind all that it can. */
    static OffsetDateTime comparable(Instant instant) {
        if (instant.isAfter(LATEST)) {
            return OffsetDateTime.MAX;
        }
        return instant.isBefore(EARLIEST) ? OffsetDateTime.MIN : time(instant);
    }

    /** The same as text. */
    static String comparableText(Instant instant) {
        if (instant.isAfter(LATEST)) {
            return "infinity";
        }
        return instant.isBefore(EARLIEST) ? "-infinity" : TEXT.format(time(instant));
    }
}

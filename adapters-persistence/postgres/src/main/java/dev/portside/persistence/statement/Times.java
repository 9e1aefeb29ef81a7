package dev.portside.persistence.statement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;

/** Times as PostgreSQL has them. */
public final class Times {

    // PostgreSQL's timestamps end before Instant's do; pgjdbc writes these two as its infinities.
    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999999Z");
    private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");

    /** Without a sign before years of more than four digits, and with eras, as PostgreSQL reads times. */
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 9, SignStyle.NEVER)
            .appendPattern("-MM-dd HH:mm:ss.SSSSSSX ")
            .appendText(ChronoField.ERA, Map.of(0L, "BC", 1L, "AD"))
            .toFormatter(Locale.ROOT);

    private Times() {}

    public static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The same for a comparison only: a time that PostgreSQL cannot write is before or behind all that it can. */
    public static OffsetDateTime comparable(Instant instant) {
        if (instant.isAfter(LATEST)) {
            return OffsetDateTime.MAX;
        }
        return instant.isBefore(EARLIEST) ? OffsetDateTime.MIN : time(instant);
    }

    /** A time that PostgreSQL can write, as text, which it reads faster than pgjdbc writes times. */
    public static String text(Instant instant) {
        return instant.isBefore(YEAR_1) ? TEXT.format(time(instant)) : instant.toString();
    }

    /** The same for a comparison only. */
    public static String comparableText(Instant instant) {
        if (instant.isAfter(LATEST)) {
            return "infinity";
        }
        return instant.isBefore(EARLIEST) ? "-infinity" : TEXT.format(time(instant));
    }
}

package dev.portside.http.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as RFC 3339 writes them, in UTC, with as many digits of the second's fraction as {@link
 * DateTimeFormatter#ISO_INSTANT}: none, three, six or nine. It takes a tenth of that formatter's time; in a list of
 * users that was more than all the rest.
 */
public final class Timestamps {

    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private Timestamps() {}

    /** Years before 0 and after 9999, which RFC 3339 does not have, are written as ISO 8601 extends them. */
    public static String text(Instant time) {
        if (time.getEpochSecond() < FIRST || time.getEpochSecond() > LAST) {
            return DateTimeFormatter.ISO_INSTANT.format(time);
        }
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        byte[] text = new byte[30];
        digits(text, 0, 4, utc.getYear());
        text[4] = '-';
        digits(text, 5, 2, utc.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, utc.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, utc.getHour());
        text[13] = ':';
        digits(text, 14, 2, utc.getMinute());
        text[16] = ':';
        digits(text, 17, 2, utc.getSecond());
        int end = fraction(text, 19, time.getNano());
        text[end] = 'Z';
        return latin1(text, end + 1);
    }

    private static int fraction(byte[] text, int at, int nanos) {
        if (nanos == 0) {
            return at;
        }
        text[at] = '.';
        if (nanos % 1_000_000 == 0) {
            return digits(text, at + 1, 3, nanos / 1_000_000);
        }
        return nanos % 1_000 == 0 ? digits(text, at + 1, 6, nanos / 1_000) : digits(text, at + 1, 9, nanos);
    }

    /** Returns the place behind the digits. */
    private static int digits(byte[] text, int at, int count, int number) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + count;
    }

    @SuppressWarnings("deprecation") // the one constructor that copies bytes without looking at them
    private static String latin1(byte[] text, int length) {
        return new String(text, 0, 0, length);
    }
}

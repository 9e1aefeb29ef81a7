package dev.portside.persistence.event.rollup;

import java.time.Duration;
import java.time.Instant;

/** Length of the time that a rollup covers. Spans start at full hours and midnights of UTC. */
public enum Span {
    HOUR(0, Duration.ofHours(1)),
    DAY(1, Duration.ofDays(1));

    private final short code;
    private final long seconds;

    Span(int code, Duration length) {
        this.code = (short) code;
        this.seconds = length.toSeconds();
    }

    /** The hours from 1970 to the one that this time is in. */
    public static int hour(Instant time) {
        // Windows are of years up to 9999, which are less than a hundred million hours ahead.
        return (int) Math.floorDiv(time.getEpochSecond(), HOUR.seconds);
    }

    /** When such an hour starts. */
    static Instant start(int hour) {
        return Instant.ofEpochSecond(hour * HOUR.seconds);
    }

    /** In the table. */
    public short code() {
        return code;
    }

    /** The last start that is not after this time. */
    public Instant floor(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** The first start that is not before this time. */
    public Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? floor : floor.plusSeconds(seconds);
    }

    /** Returns how many spans there are between two starts. */
    public long between(Instant from, Instant to) {
        return (to.getEpochSecond() - from.getEpochSecond()) / seconds;
    }
}

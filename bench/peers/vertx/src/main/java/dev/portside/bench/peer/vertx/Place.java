package dev.portside.bench.peer.vertx;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A place in the list. */
record Place(OffsetDateTime createdAt, long id) {

    /** Reads microseconds since 1970 and an id with {@code _} between. */
    static Place parse(String text) {
        int split = text.indexOf('_');
        if (split < 0) {
            throw new IllegalArgumentException("there is no _ in " + text);
        }
        Instant at = Instant.EPOCH.plus(Long.parseLong(text, 0, split, 10), ChronoUnit.MICROS);
        return new Place(at.atOffset(ZoneOffset.UTC), Long.parseLong(text, split + 1, text.length(), 10));
    }
}

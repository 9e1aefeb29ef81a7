package dev.portside.persistence.event.query;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.TimeWindow;
import dev.portside.persistence.event.rollup.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a bucket. Buckets consist of whole days and whole hours, which there are rollups of, and what is left at their
 * edges, which is counted event by event.
 *
 * @param span null for single events
 */
record Piece(int bucket, @Nullable Span span, Instant from, Instant to) {

    /** All pieces of all buckets, in the order of time. */
    static List<Piece> of(Buckets buckets) {
        List<Piece> pieces = new ArrayList<>();
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            cut(pieces, bucket, buckets.part(bucket));
        }
        return pieces;
    }

    /** The buckets as they are, for what there are no rollups of. */
    static List<Piece> uncut(Buckets buckets) {
        List<Piece> pieces = new ArrayList<>();
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            TimeWindow part = buckets.part(bucket);
            pieces.add(new Piece(bucket, null, part.from(), part.to()));
        }
        return pieces;
    }

    private static void cut(List<Piece> pieces, int bucket, TimeWindow part) {
        Instant firstHour = Span.HOUR.ceiling(part.from());
        Instant lastHour = Span.HOUR.floor(part.to());
        if (!firstHour.isBefore(lastHour)) {
            add(pieces, bucket, null, part.from(), part.to());
            return;
        }
        Instant firstDay = Span.DAY.ceiling(firstHour);
        Instant lastDay = Span.DAY.floor(lastHour);
        add(pieces, bucket, null, part.from(), firstHour);
        if (firstDay.isBefore(lastDay)) {
            add(pieces, bucket, Span.HOUR, firstHour, firstDay);
            add(pieces, bucket, Span.DAY, firstDay, lastDay);
            add(pieces, bucket, Span.HOUR, lastDay, lastHour);
        } else {
            add(pieces, bucket, Span.HOUR, firstHour, lastHour);
        }
        add(pieces, bucket, null, lastHour, part.to());
    }

    private static void add(List<Piece> pieces, int bucket, @Nullable Span span, Instant from, Instant to) {
        if (from.isBefore(to)) {
            pieces.add(new Piece(bucket, span, from, to));
        }
    }

    /** Returns how many rollups of one value there can be. */
    long rollups() {
        return span == null ? 0 : span.between(from, to);
    }
}

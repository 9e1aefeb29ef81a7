package dev.portside.application.event;

import dev.portside.domain.event.EventId;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Ids for events that come without one: UUIDs of version 7 (RFC 9562 §5.7), whose order is that of time, so that an index
 * of them grows at its end. Each is greater than all that were made here before. Safe for use by many threads.
 */
public final class EventIds {

    /** The time's part of a millisecond has 12 bits, as §6.2 (method 3) puts it. */
    private static final int FRACTION_BITS = 12;

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /**
     * A secure generator takes a microsecond for each call, however little is asked of it; asked for this much at a time
     * it takes a few nanoseconds for each id.
     */
    private static final int BATCH_BYTES = 4_096;

    private final Clock clock;
    private final RandomGenerator randomness;
    private final byte[] batch = new byte[BATCH_BYTES];
    private final ByteBuffer unused = ByteBuffer.wrap(batch).position(BATCH_BYTES);
    private long last;

    /**
     * Nothing is made yet.
     *
     * @param randomness a {@link java.security.SecureRandom}, where the ids of others must not be guessable
     */
    public EventIds(Clock clock, RandomGenerator randomness) {
        this.clock = clock;
        this.randomness = randomness;
    }

    /** An id that no other event has. */
    public synchronized EventId next() {
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        long fraction = (now % NANOS_PER_MILLI << FRACTION_BITS) / NANOS_PER_MILLI;
        // Also when the clock stands still or is set back, and when there are more ids than it has ticks.
        last = Math.max(last + 1, (now / NANOS_PER_MILLI) << FRACTION_BITS | fraction);
        long millis = last >>> FRACTION_BITS;
        long counter = last & (1 << FRACTION_BITS) - 1;
        return new EventId(new UUID(millis << 16 | VERSION | counter, VARIANT | random() >>> 2));
    }

    private long random() {
        if (!unused.hasRemaining()) {
            randomness.nextBytes(batch);
            unused.rewind();
        }
        return unused.getLong();
    }
}

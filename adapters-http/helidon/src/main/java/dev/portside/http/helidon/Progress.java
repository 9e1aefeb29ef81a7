package dev.portside.http.helidon;

import java.time.Duration;

/**
 * Phase of a connection and its last move. Its own thread notes both and one other thread looks at them now and then, because
 * a timer per request would cost more than most requests do.
 */
final class Progress {

    /** Phases of a connection. {@link Patience} bounds the time of each without a move. */
    enum Phase {
        IDLE,
        HEADER,
        WORKING,
        RECEIVING,
        SENDING,
        LINGERING
    }

    /**
     * Bounds on the time without a move.
     *
     * @param idle for a connection between two requests
     * @param header for a header to arrive whole
     * @param stalled for the client to send or take more of a body
     */
    record Patience(Duration idle, Duration header, Duration stalled) {

        /** For what a client still sends after its last answer; it has a moment to read that and to hang up itself. */
        private static final Duration LINGER = Duration.ofMillis(200);

        private static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

        Patience withIdle(Duration other) {
            return new Patience(other, header, stalled);
        }

        private Duration of(Phase phase) {
            return switch (phase) {
                case IDLE -> idle;
                case HEADER -> header;
                case RECEIVING, SENDING -> stalled;
                // The API has its own deadline, and streams have theirs.
                case WORKING -> UNLIMITED;
                case LINGERING -> LINGER;
            };
        }
    }

    /** Written before the phase and read after it, so that a new phase is never seen with an old count. */
    private int moves;

    private volatile Phase phase = Phase.IDLE;

    private int seenMoves = -1;
    private long seenSince;

    /** Bytes of a header do not count as moves: they must come in time all together. */
    void enter(Phase next) {
        moves++;
        phase = next;
    }

    /** Returns whether nothing has moved for too long, as far as its one caller has seen. */
    boolean isOverdue(long now, Patience patience) {
        Phase current = phase;
        if (moves != seenMoves) {
            seenMoves = moves;
            seenSince = now;
            return false;
        }
        return now - seenSince > patience.of(current).toNanos();
    }

    /** Forgets how long it has been seen like this. */
    void watchAfresh(long now) {
        seenSince = now;
    }
}

package dev.portside.http.helidon;

import java.time.Duration;

/**
 * What a connection is at, and whether anything of it moves. Its own thread notes that and one other thread looks at it
 * now and then, because a timer per request would cost more than most requests do.
 */
final class Progress {

    /** How long each may last without a move is in {@link Patience}. */
    enum Phase {
        IDLE,
        HEADER,
        WORKING,
        RECEIVING,
        SENDING,
        LINGERING
    }

    /**
     * How long what may last.
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

    /** Whether nothing has moved for too long, as far as its one caller has seen. */
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

package dev.portside.bootstrap;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes lines of many threads to one stream, all that have come within a few milliseconds at once: a call of the system
 * per line would cost a busy server more than its answers do. When the stream is slow, those who log wait. A line is lost
 * only where the process ends without {@link #close}, or the stream cannot be written to. For use by many threads.
 */
final class LogOutput implements AutoCloseable {

    /** Short for a person who watches; hundreds of lines on a busy server. */
    private static final long PAUSE_NANOS = 5_000_000;

    /** A second of requests at full load. */
    private static final long MAX_WAITING_BYTES = 16L * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream stream;
    private final Queue<byte[]> lines = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Thread writer;
    private int buffered;
    private volatile boolean idle;
    private volatile boolean closed;

    private LogOutput(OutputStream stream) {
        this.stream = stream;
        this.writer = Thread.ofPlatform().name("portside-log").daemon().unstarted(this::run);
    }

    /** Writes to this stream, which needs no buffer of its own, until closed. */
    static LogOutput to(OutputStream stream) {
        LogOutput output = new LogOutput(stream);
        output.writer.start();
        return output;
    }

    /** Takes a line with its end; it stands behind those that this thread wrote before. */
    void write(byte[] line) {
        if (waitingBytes.get() > MAX_WAITING_BYTES) {
            awaitRoom();
        }
        waitingBytes.addAndGet(line.length);
        lines.add(line);
        if (idle) {
            LockSupport.unpark(writer);
        }
    }

    private void awaitRoom() {
        boolean interrupted = false;
        while (waitingBytes.get() > MAX_WAITING_BYTES && writer.isAlive()) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            // A thread that is interrupted cannot park.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is still waiting; what comes later is not written. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            boolean last = closed;
            if (drain()) {
                LockSupport.parkNanos(this, last ? 1 : PAUSE_NANOS);
            } else if (last) {
                return;
            } else {
                idle = true;
                // A thread that adds a line after this look sees that the writer is idle.
                if (lines.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                idle = false;
            }
        }
    }

    /** Returns whether there was anything. */
    private boolean drain() {
        byte[] line = lines.poll();
        boolean any = line != null;
        while (line != null) {
            waitingBytes.addAndGet(-line.length);
            append(line);
            line = lines.poll();
        }
        flush();
        return any;
    }

    private void append(byte[] line) {
        int taken = 0;
        while (taken < line.length) {
            if (buffered == BUFFER_BYTES) {
                flush();
            }
            int more = Math.min(line.length - taken, BUFFER_BYTES - buffered);
            System.arraycopy(line, taken, buffer, buffered, more);
            buffered += more;
            taken += more;
        }
    }

    private void flush() {
        if (buffered == 0) {
            return;
        }
        try {
            stream.write(buffer, 0, buffered);
        } catch (IOException e) {
            // The reader of the log is gone, and there is nowhere to say so; the server serves on.
        } finally {
            buffered = 0;
        }
    }
}

package dev.portside.core;

import dev.portside.application.Fault;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stack of open resources, closed in reverse order; one that fails to close does not keep the others open. For use by many threads. */
public final class Resources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private record Named(String name, AutoCloseable resource) {}

    private final Deque<Named> opened = new ArrayDeque<>();
    private boolean closed;

    /** Makes an empty stack. */
    public Resources() {}

    /**
     * Closes it with the others.
     *
     * @param name for the log
     * @throws Fault UNAVAILABLE when the others have been closed; it is closed, too, then
     */
    public synchronized <T extends AutoCloseable> T add(String name, T resource) {
        if (closed) {
            close(new Named(name, resource));
            throw stopped();
        }
        opened.push(new Named(name, resource));
        return resource;
    }

    /**
     * Opens it while this cannot be closed, so that it is not left open.
     *
     * @throws Fault UNAVAILABLE when the others have been closed
     */
    public synchronized <T extends AutoCloseable> T open(String name, Supplier<T> opening) {
        if (closed) {
            throw stopped();
        }
        return add(name, opening.get());
    }

    private static Fault stopped() {
        return new Fault(Fault.Category.UNAVAILABLE, "It was closed before it had started");
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    /** Closes in full although this thread is interrupted, which it stays: several resources wait for work to end. */
    public void closeThoughInterrupted() {
        boolean interrupted = Thread.interrupted();
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Named last) {
        try {
            last.resource().close();
        } catch (Exception e) {
            LOG.warn("The {} could not be closed in an orderly way", last.name(), e);
        }
    }
}

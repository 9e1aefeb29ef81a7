package dev.portside.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, closed in the opposite order; one that cannot be closed does not keep the others open. For use by many threads. */
public final class Resources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private record Named(String name, AutoCloseable resource) {}

    private final Deque<Named> opened = new ArrayDeque<>();

    /** Nothing yet. */
    public Resources() {}

    /**
     * Closes it with the others.
     *
     * @param name for the log
     */
    public synchronized <T extends AutoCloseable> T add(String name, T resource) {
        opened.push(new Named(name, resource));
        return resource;
    }

    /** Opens it, and is not closed meanwhile: what has been begun would be left open. */
    public synchronized <T extends AutoCloseable> T open(String name, Supplier<T> opening) {
        return add(name, opening.get());
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            Named next = opened.pop();
            try {
                next.resource().close();
            } catch (Exception e) {
                LOG.warn("The {} could not be closed in an orderly way", next.name(), e);
            }
        }
    }
}

package dev.portside.application.concurrency;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Single-flight of equal work: it is done once, however many ask for it while it is being done. Its result must follow from the key alone: unlike
 * a read of a {@link Coalescer}, who arrives late is answered by what was begun before.
 *
 * <p>The work runs on a virtual thread of its own and belongs to all who wait for it. A caller that is interrupted leaves, and no one
 * else notices; when the last one has left, the work is interrupted, and the next caller begins anew. A failure reaches all
 * who wait, each as a fault of its own, and is not remembered.
 *
 * <p>Holds one small object per key that is worked on. Safe for use by many threads.
 */
public final class SingleFlight<K, V> {

    private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();

    /** Nothing is being worked on yet. */
    public SingleFlight() {}

    /** Work under way. Those who wait for it are counted under the lock of its place in the map. */
    private final class Flight {
        private final CompletableFuture<V> result = new CompletableFuture<>();
        private final Thread thread;
        private int waiting;

        Flight(K key, Supplier<V> work) {
            this.thread = Thread.ofVirtual().name("portside-equal-work").unstarted(() -> run(key, work));
        }

        private void run(K key, Supplier<V> work) {
            @Nullable V value = null;
            @Nullable Throwable failure = null;
            try {
                value = work.get();
            } catch (Throwable e) {
                failure = e;
            }
            // First, so that no caller joins work that has ended.
            flights.remove(key, this);
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }

    /**
     * Does the work, or waits for equal work that is being done already.
     *
     * @param work must end soon after its thread is interrupted, and return something
     * @throws Fault of the category of the one that the work threw, or INTERNAL where it threw something else; TIMEOUT when this
     *     thread is interrupted, which it stays
     */
    public V get(K key, Supplier<V> work) {
        Flight flight = join(key, work);
        try {
            return flight.result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while it waited for work shared with others", e);
        } catch (ExecutionException e) {
            // Of its own, for an exception that many threads throw is changed by each.
            Throwable cause = e.getCause();
            Category category = cause instanceof Fault fault ? fault.category() : Category.INTERNAL;
            throw new Fault(category, "Work shared with others failed: " + cause, e);
        } finally {
            leave(key, flight);
        }
    }

    /** How many wait for work of this key at the moment. */
    public int waiting(K key) {
        int[] waiting = new int[1];
        flights.computeIfPresent(key, (any, flight) -> {
            waiting[0] = flight.waiting;
            return flight;
        });
        return waiting[0];
    }

    private Flight join(K key, Supplier<V> work) {
        return flights.compute(key, (any, known) -> {
            Flight flight = known;
            if (flight == null) {
                flight = new Flight(key, work);
                // Here, so that a thread that cannot be had leaves nothing for others to wait for.
                flight.thread.start();
            }
            flight.waiting++;
            return flight;
        });
    }

    private void leave(K key, Flight flight) {
        flights.computeIfPresent(key, (any, known) -> {
            // Where it has ended, another may be under way in its place.
            if (known != flight || --known.waiting > 0) {
                return known;
            }
            known.thread.interrupt();
            return null;
        });
    }
}

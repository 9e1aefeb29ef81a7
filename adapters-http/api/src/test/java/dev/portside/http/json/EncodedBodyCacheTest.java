package dev.portside.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EncodedBodyCacheTest {

    /** Two that are equal are two results all the same. */
    private record Result(String text) {}

    private final AtomicInteger encodings = new AtomicInteger();
    private final EncodedBodyCache<Result, byte[]> encoded = new EncodedBodyCache<>(64, result -> {
        encodings.incrementAndGet();
        return result.text().getBytes(StandardCharsets.UTF_8);
    });

    @Test
    void a_shared_result_is_encoded_once_however_many_ask_at_once() throws Exception {
        int undisturbed = 0;
        for (int round = 0; round < 200; round++) {
            long collectionsBefore = collections();
            encodings.set(0);
            Result shared = new Result("shared " + round);
            CyclicBarrier start = new CyclicBarrier(16);
            List<Future<byte[]>> forms = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 16; i++) {
                    forms.add(threads.submit(() -> {
                        start.await();
                        return encoded.of(shared);
                    }));
                }
            }
            for (Future<byte[]> form : forms) {
                assertEquals(shared.text(), new String(form.get(), StandardCharsets.UTF_8));
            }
            // A collection in the middle may take the form, which is then made anew.
            if (collections() == collectionsBefore) {
                undisturbed++;
                assertEquals(1, encodings.get());
            }
        }
        assertTrue(undisturbed > 100, "only " + undisturbed + " rounds without a collection");
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    @Test
    void equal_results_are_not_taken_for_each_other() {
        Result one = new Result("equal");
        Result other = new Result("equal");

        assertNotSame(encoded.of(one), encoded.of(other));
    }

    @Test
    void each_of_more_results_than_there_are_places_gets_its_own_form() {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            results.add(new Result("result " + i));
        }
        for (int round = 0; round < 2; round++) {
            for (Result result : results) {
                assertEquals(result.text(), new String(encoded.of(result), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void a_result_that_lasts_is_encoded_no_more_than_twice_whatever_is_collected() {
        Result lasting = new Result("lasting");
        for (int round = 0; round < 20; round++) {
            WeakReference<byte[]> form = new WeakReference<>(encoded.of(lasting));
            WeakReference<Object> garbage = new WeakReference<>(new Object());
            while (!garbage.refersTo(null)) {
                System.gc();
            }
            assertTrue(round == 0 || !form.refersTo(null), "the form of a result that lasts was collected");
        }
        assertTrue(encodings.get() <= 2, encodings + " encodings");
    }

    @Test
    void neither_a_result_nor_its_form_is_kept_when_nobody_uses_it() {
        WeakReference<Result> result = new WeakReference<>(new Result("fleeting"));
        WeakReference<byte[]> form = new WeakReference<>(encoded.of(Objects.requireNonNull(result.get())));

        while (!result.refersTo(null) || !form.refersTo(null)) {
            System.gc();
        }
        assertEquals(1, encodings.get());
    }

    @Test
    void an_encoder_that_fails_is_asked_again() {
        AtomicInteger calls = new AtomicInteger();
        EncodedBodyCache<Result, String> failing = new EncodedBodyCache<>(2, result -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
            }
            return result.text();
        });
        Result result = new Result("text");

        assertThrows(IllegalStateException.class, () -> failing.of(result));
        assertEquals("text", failing.of(result));
    }

    @Test
    void the_number_of_places_is_a_power_of_two() {
        for (int places : Set.of(0, 3, 100)) {
            assertThrows(IllegalArgumentException.class, () -> new EncodedBodyCache<>(places, Object::toString));
        }
    }
}

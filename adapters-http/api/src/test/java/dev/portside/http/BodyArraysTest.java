package dev.portside.http;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is kept for large bodies. */
class BodyArraysTest {

    private static final int MEGABYTE = 1_024 * 1_024;

    private final BodyArrays arrays = new BodyArrays(4 * MEGABYTE);

    @Test
    void what_was_given_back_is_taken_again_by_one_at_a_time() {
        byte[] first = arrays.take(MEGABYTE);
        assertTrue(first.length >= MEGABYTE);
        assertNotSame(first, arrays.take(MEGABYTE));
        arrays.give(first);
        assertSame(first, arrays.take(MEGABYTE - 1));
        assertNotSame(first, arrays.take(MEGABYTE - 1));
    }

    @Test
    void the_shortest_that_is_long_enough_is_taken() {
        byte[] shorter = arrays.take(MEGABYTE);
        byte[] longer = arrays.take(2 * MEGABYTE);
        arrays.give(longer);
        arrays.give(shorter);
        assertSame(longer, arrays.take(MEGABYTE + MEGABYTE / 2));
        arrays.give(longer);
        assertSame(shorter, arrays.take(MEGABYTE / 2));
    }

    @Test
    void no_more_is_kept_than_was_said() {
        byte[] old = arrays.take(2 * MEGABYTE);
        byte[] recent = arrays.take(3 * MEGABYTE);
        arrays.give(old);
        arrays.give(recent);
        assertNotSame(old, arrays.take(MEGABYTE));
    }
}

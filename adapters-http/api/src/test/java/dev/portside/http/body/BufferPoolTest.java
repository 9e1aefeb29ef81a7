package dev.portside.http.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Tests of the arrays that are kept for large bodies. */
class BufferPoolTest {

    private static final int MEGABYTE = 1_024 * 1_024;

    private final BufferPool arrays = new BufferPool(4 * MEGABYTE);

    @Test
    void what_was_given_back_is_taken_again_by_one_at_a_time() {
        byte[] first = arrays.take(MEGABYTE);
        assertNotSame(first, arrays.take(MEGABYTE));
        arrays.give(first);
        assertSame(first, arrays.take(MEGABYTE - 1));
        assertNotSame(first, arrays.take(MEGABYTE - 1));
    }

    @Test
    void what_was_forgotten_is_nobodys() {
        byte[] first = arrays.take(MEGABYTE);
        arrays.forget(first);
        byte[] second = arrays.take(MEGABYTE);
        assertNotSame(first, second);
        // Nor does it count any more: there is room for this one again.
        arrays.forget(arrays.take(4 * MEGABYTE));
        arrays.give(second);
        assertSame(second, arrays.take(MEGABYTE));
    }

    @Test
    void a_short_body_does_not_take_a_long_array() {
        byte[] longer = arrays.take(2 * MEGABYTE);
        arrays.give(longer);
        assertEquals(MEGABYTE, arrays.take(MEGABYTE).length);
        assertSame(longer, arrays.take(2 * MEGABYTE));
    }

    @Test
    void there_is_room_for_each_length_and_at_most_a_quarter_of_it_too_much() {
        for (int length = 1; length < MEGABYTE; length += 1 + length / 7) {
            int room = BufferPool.room(length);
            assertTrue(room >= length && room <= length + length / 4 + 1, length + " in " + room);
            assertEquals(room, BufferPool.room(room));
        }
        assertTrue(BufferPool.room(Integer.MAX_VALUE - 8) >= Integer.MAX_VALUE - 8);
    }

    @Test
    void what_is_kept_and_what_is_in_use_are_no_more_together_than_was_said() {
        byte[] old = arrays.take(2 * MEGABYTE);
        byte[] recent = arrays.take(MEGABYTE);
        arrays.give(old);
        arrays.give(recent);
        byte[] large = arrays.take(3 * MEGABYTE);
        // Of five megabytes that would be, those that were kept longest are gone.
        assertNotSame(old, arrays.take(2 * MEGABYTE));
        arrays.give(large);
    }
}

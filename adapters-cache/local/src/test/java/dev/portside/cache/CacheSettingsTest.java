package dev.portside.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CacheSettingsTest {

    private static final Duration TTL = Duration.ofSeconds(5);

    @Test
    void what_is_out_of_bounds_is_refused_with_the_bounds() {
        assertRefused(
                "ttl must be 100 to 300000 milliseconds, but was PT0S",
                () -> new CacheSettings(Duration.ZERO, 1, 1, 0));
        assertRefused("maxUsers must be 1 to 10,000,000, but was 0", () -> new CacheSettings(TTL, 0, 1, 0));
        assertRefused("maxLists must be 1 to 1,000,000, but was -1", () -> new CacheSettings(TTL, 1, -1, 0));
        assertRefused("maxAvatarBytes must be 0 to 1,073,741,824, but was -1", () -> new CacheSettings(TTL, 1, 1, -1));
    }

    private static void assertRefused(String message, Runnable what) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, what::run).getMessage());
    }
}

package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.VariantCacheContract;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What this version of the cache writes about avatars to Redis, it reads back; whatever else it finds there is no answer. */
class SharedVariantTest {

    private static final AvatarVariant VARIANT = VariantCacheContract.variant(1, 256, ImageFormat.JPEG, "vips");
    private static final byte[] FILE = VariantCacheContract.file(VARIANT, 300);

    @Test
    void a_file_is_read_as_it_was_written() {
        assertArrayEquals(
                FILE,
                SharedVariant.parse(SharedVariant.toBytes(VARIANT, FILE), VARIANT)
                        .orElseThrow());
    }

    @Test
    void anothers_file_is_no_answer() {
        byte[] bytes = SharedVariant.toBytes(VARIANT, FILE);
        for (AvatarVariant other : List.of(
                VariantCacheContract.variant(2, 256, ImageFormat.JPEG, "vips"),
                VariantCacheContract.variant(1, 255, ImageFormat.JPEG, "vips"),
                VariantCacheContract.variant(1, 256, ImageFormat.PNG, "vips"),
                VariantCacheContract.variant(1, 256, ImageFormat.JPEG, "jdk"))) {
            assertEquals(Optional.empty(), SharedVariant.parse(bytes, other));
        }
    }

    @Test
    void a_file_that_was_cut_off_or_damaged_anywhere_is_no_answer() {
        byte[] bytes = SharedVariant.toBytes(VARIANT, FILE);
        for (int length = 0; length < bytes.length; length++) {
            assertEquals(Optional.empty(), SharedVariant.parse(Arrays.copyOf(bytes, length), VARIANT));
        }
        assertEquals(Optional.empty(), SharedVariant.parse(Arrays.copyOf(bytes, bytes.length + 1), VARIANT));
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            assertEquals(Optional.empty(), SharedVariant.parse(damaged, VARIANT));
        }
    }
}

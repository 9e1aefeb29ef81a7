package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.VariantCacheContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values of avatars in Redis are read back as they were written; {@link SealTest} tests values of others. */
class SharedVariantTest {

    private static final byte[] FILE =
            VariantCacheContract.file(VariantCacheContract.variant(1, 256, ImageFormat.JPEG, "vips"), 300);

    @Test
    void a_file_is_read_as_it_was_written() {
        assertArrayEquals(FILE, SharedVariant.parse(SharedVariant.toBytes(FILE)).orElseThrow());
    }

    @Test
    void another_version_and_no_file_are_no_answer() {
        byte[] bytes = SharedVariant.toBytes(FILE);
        bytes[0] = 1;
        assertEquals(Optional.empty(), SharedVariant.parse(bytes));
        assertEquals(Optional.empty(), SharedVariant.parse(SharedVariant.toBytes(new byte[0])));
    }
}

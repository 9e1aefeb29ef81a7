package dev.portside.testkit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.image.ResizeResult.Resized;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Contract of buffers: the place of an image makes no difference, and the bytes around it are not part of it. */
public interface ImageBufferContract {

    /** Within {@link dev.portside.domain.image.ImageLimits#DEFAULT}. */
    ImageResizer resizer();

    @Test
    default void wherever_an_image_lies_the_answer_is_the_same() {
        ImageResizer resizer = resizer();
        Samples.all().forEach((name, picture) -> {
            Resized plain =
                    assertInstanceOf(Resized.class, resizer.resize(picture, ImageRefusalContract.THUMBNAIL), name);
            lyingIn(picture).forEach((where, buffer) -> {
                int position = buffer.position();
                int limit = buffer.limit();
                ResizeResult result = resizer.resize(buffer, ImageRefusalContract.THUMBNAIL);
                String what = name + " " + where;
                assertArrayEquals(
                        plain.bytes(),
                        assertInstanceOf(Resized.class, result, what).bytes(),
                        what);
                assertEquals(position, buffer.position(), what);
                assertEquals(limit, buffer.limit(), what);
            });
        });
    }

    @Test
    default void what_follows_an_image_that_was_cut_short_does_not_complete_it() {
        ImageResizer resizer = resizer();
        Samples.all().forEach((name, picture) -> {
            byte[] cut = Arrays.copyOf(picture, picture.length * 2 / 3);
            ResizeResult plain = resizer.resize(cut, ImageRefusalContract.THUMBNAIL);
            assertInstanceOf(ImageRefusal.class, plain, name);
            // The rest is there, behind the limit.
            ByteBuffer buffer = ByteBuffer.wrap(picture, 0, cut.length);
            assertEquals(plain, resizer.resize(buffer, ImageRefusalContract.THUMBNAIL), name);
        });
    }

    private static Map<String, ByteBuffer> lyingIn(byte[] picture) {
        byte[] noise = new byte[picture.length + 2_000];
        new Random(5).nextBytes(noise);
        System.arraycopy(picture, 0, noise, 1_000, picture.length);
        ByteBuffer direct = ByteBuffer.allocateDirect(noise.length).put(noise);
        Map<String, ByteBuffer> buffers = new LinkedHashMap<>();
        buffers.put("amid noise", ByteBuffer.wrap(noise, 1_000, picture.length));
        buffers.put("in a slice", ByteBuffer.wrap(noise, 1_000, picture.length).slice());
        buffers.put("read-only", ByteBuffer.wrap(noise, 1_000, picture.length).asReadOnlyBuffer());
        buffers.put("outside the heap", direct.limit(1_000 + picture.length).position(1_000));
        return buffers;
    }
}

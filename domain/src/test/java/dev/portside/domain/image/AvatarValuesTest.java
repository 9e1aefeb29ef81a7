package dev.portside.domain.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.InvalidValue;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AvatarValuesTest {

    private static final AvatarDigest DIGEST = new AvatarDigest("0123456789abcdef".repeat(4));

    @Test
    void a_digest_is_32_bytes_and_their_text() {
        assertEquals(DIGEST, AvatarDigest.of(DIGEST.bytes()));
        assertEquals(AvatarDigest.BYTES, DIGEST.bytes().length);
        assertEquals("0123456789abcdef".repeat(4), DIGEST.toString());
        assertThrows(InvalidValue.class, () -> AvatarDigest.of(new byte[31]));
        for (String wrong : List.of("", "0".repeat(63), "0".repeat(65), "A".repeat(64), "g".repeat(64))) {
            assertThrows(InvalidValue.class, () -> new AvatarDigest(wrong), wrong);
        }
    }

    @Test
    void a_size_is_16_to_1024() {
        assertEquals(16, new AvatarSize(16).pixels());
        assertEquals(1024, new AvatarSize(1024).pixels());
        assertThrows(InvalidValue.class, () -> new AvatarSize(15));
        assertThrows(InvalidValue.class, () -> new AvatarSize(1025));
    }

    @Test
    void a_few_sizes_are_usual_and_the_default_is_one_of_them() {
        assertTrue(AvatarSize.DEFAULT.isUsual());
        assertEquals(
                List.of(16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024),
                IntStream.rangeClosed(AvatarSize.MIN, AvatarSize.MAX)
                        .filter(pixels -> new AvatarSize(pixels).isUsual())
                        .boxed()
                        .toList());
    }

    @Test
    void an_avatar_is_as_long_as_its_head_says_and_a_copy_has_its_own_bytes() {
        AvatarHead head = new AvatarHead(DIGEST, ImageFormat.GIF, 3);
        Avatar avatar = new Avatar(head, new byte[] {1, 2, 3});

        assertNotSame(avatar.original(), avatar.copy().original());
        assertArrayEquals(avatar.original(), avatar.copy().original());
        assertThrows(InvalidValue.class, () -> new Avatar(head, new byte[2]));
        assertThrows(InvalidValue.class, () -> new AvatarHead(DIGEST, ImageFormat.GIF, 0));
    }

    @Test
    void a_variant_is_of_a_format_that_is_written_and_says_who_makes_it() {
        AvatarVariant one = new AvatarVariant(DIGEST, AvatarSize.DEFAULT, ImageFormat.WEBP, "vips-8.14");

        assertEquals(one, new AvatarVariant(DIGEST, new AvatarSize(256), ImageFormat.WEBP, "vips-8.14"));
        assertThrows(InvalidValue.class, () -> new AvatarVariant(DIGEST, AvatarSize.DEFAULT, ImageFormat.GIF, "vips"));
        for (String wrong : List.of("", "a".repeat(33), "Vips", "a:b", "a b")) {
            assertThrows(
                    InvalidValue.class,
                    () -> new AvatarVariant(DIGEST, AvatarSize.DEFAULT, ImageFormat.PNG, wrong),
                    wrong);
        }
    }
}

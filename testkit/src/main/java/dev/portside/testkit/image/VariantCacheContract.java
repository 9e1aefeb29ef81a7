package dev.portside.testkit.image;

import static dev.portside.testkit.user.UserFixtures.together;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.image.VariantCache;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Contract of {@link VariantCache}: it may evict, and never returns one file for another. */
public interface VariantCacheContract {

    /** A cache that remembers nothing yet, independent of those returned before. */
    VariantCache emptyCache();

    /** Returns whether one small file that was just put is found again; false for a cache that may have forgotten it already. */
    default boolean remembers() {
        return true;
    }

    static AvatarVariant variant(int original, int size, ImageFormat format, String maker) {
        AvatarDigest digest = new AvatarDigest("%064x".formatted(original));
        return new AvatarVariant(digest, new AvatarSize(size), format, maker);
    }

    /** Bytes that are another for each variant. */
    static byte[] file(AvatarVariant variant, int length) {
        byte[] file = new byte[length];
        new Random(variant.hashCode()).nextBytes(file);
        return file;
    }

    @Test
    default void nothing_is_found_of_what_was_never_put() {
        assertEquals(Optional.empty(), emptyCache().get(variant(1, 64, ImageFormat.PNG, "jdk")));
    }

    @Test
    default void what_was_put_is_found_whole() {
        VariantCache cache = emptyCache();
        AvatarVariant variant = variant(1, 64, ImageFormat.PNG, "jdk");
        byte[] file = file(variant, 10_000);

        cache.put(variant, file.clone());

        cache.get(variant).ifPresent(found -> assertArrayEquals(file, found));
        assertEquals(remembers(), cache.get(variant).isPresent());
    }

    @Test
    default void variants_that_differ_in_anything_are_told_apart() {
        VariantCache cache = emptyCache();
        List<AvatarVariant> variants = new ArrayList<>();
        for (int original : new int[] {1, 2}) {
            for (int size : new int[] {64, 65}) {
                for (ImageFormat format : new ImageFormat[] {ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.WEBP}) {
                    for (String maker : new String[] {"jdk", "vips"}) {
                        variants.add(variant(original, size, format, maker));
                    }
                }
            }
        }

        variants.forEach(variant -> cache.put(variant, file(variant, 100)));

        for (AvatarVariant variant : variants) {
            cache.get(variant).ifPresent(found -> assertArrayEquals(file(variant, 100), found));
        }
    }

    @Test
    default void large_files_and_many_of_them_do_no_harm() {
        VariantCache cache = emptyCache();
        for (int original = 0; original < 40; original++) {
            AvatarVariant variant = variant(original, 1024, ImageFormat.PNG, "jdk");
            byte[] file = file(variant, original == 20 ? 20 << 20 : 1 << 20);
            cache.put(variant, file);
            cache.get(variant).ifPresent(found -> assertArrayEquals(file, found));
        }
    }

    @Test
    default void many_may_put_and_get_at_once() throws Exception {
        VariantCache cache = emptyCache();
        AtomicInteger calls = new AtomicInteger();

        together(16, () -> {
            for (int i = 0; i < 200; i++) {
                AvatarVariant variant = variant(calls.getAndIncrement() % 20, 64, ImageFormat.JPEG, "jdk");
                cache.put(variant, file(variant, 1_000));
                cache.get(variant).ifPresent(found -> assertArrayEquals(file(variant, 1_000), found));
            }
            return calls;
        });
    }
}

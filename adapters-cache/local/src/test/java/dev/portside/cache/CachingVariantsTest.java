package dev.portside.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.VariantCache;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.VariantCacheContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CachingVariantsTest {

    @Test
    void a_process_keeps_no_more_than_it_has_room_for_and_nothing_for_more_than_an_hour() {
        byte[] file = VariantCacheContract.file(variant(1), 20_000);
        try (Node node = Node.open(new CacheSettings(Node.LONG_TTL, 1, 1, 100_000), new InMemoryUserStore())) {
            VariantCache variants = node.cache().variants();
            int kept = 0;
            for (int original = 0; original < 20; original++) {
                variants.put(variant(original), file);
            }
            for (int original = 0; original < 20; original++) {
                kept += variants.get(variant(original)).isPresent() ? 1 : 0;
            }
            assertTrue(kept >= 1 && kept <= 4, "kept " + kept);

            node.skip(Duration.ofHours(1));
            for (int original = 0; original < 20; original++) {
                assertEquals(Optional.empty(), variants.get(variant(original)));
            }
        }
    }

    private static AvatarVariant variant(int original) {
        return VariantCacheContract.variant(original, 64, ImageFormat.PNG, "jdk");
    }
}

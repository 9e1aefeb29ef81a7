package dev.portside.application.image;

import dev.portside.domain.image.AvatarVariant;
import java.util.Optional;

/**
 * Remembers what was made of avatars, as long as it has room. A file is found by what it is of, so it is never out of date.
 * The arrays are shared and never changed, neither by the cache nor by those who gave or got them. Nothing here throws, waits
 * for long, or finds anything but what was put under an equal name. Safe for use by many threads.
 */
public interface VariantCache {

    /** Remembers nothing. */
    VariantCache NONE = new VariantCache() {
        @Override
        public Optional<byte[]> get(AvatarVariant variant) {
            return Optional.empty();
        }

        @Override
        public void put(AvatarVariant variant, byte[] file) {}
    };

    /** The whole file; empty when it is not remembered (any more). */
    Optional<byte[]> get(AvatarVariant variant);

    /** Remembers a file, unless there is no room for it. */
    void put(AvatarVariant variant, byte[] file);
}

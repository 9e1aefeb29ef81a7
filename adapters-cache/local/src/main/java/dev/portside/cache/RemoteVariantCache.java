package dev.portside.cache;

import dev.portside.domain.image.AvatarVariant;
import java.time.Duration;
import java.util.Optional;

/** Cache of avatar variants that nodes share. Nothing here throws. */
public interface RemoteVariantCache {

    /** How long one may be kept. Variants of an avatar that was removed cannot be requested, but may stay for so long. */
    Duration KEPT_FOR = Duration.ofHours(1);

    /** Empty when nothing is known, or nothing that this node may believe; waits for no longer than one command budget. */
    Optional<byte[]> find(AvatarVariant variant);

    /** Lets other nodes have it. Returns at once. */
    void offer(AvatarVariant variant, byte[] file);

    /** Nodes that make everything for themselves. */
    RemoteVariantCache NONE = new RemoteVariantCache() {

        @Override
        public Optional<byte[]> find(AvatarVariant variant) {
            return Optional.empty();
        }

        @Override
        public void offer(AvatarVariant variant, byte[] file) {}
    };
}

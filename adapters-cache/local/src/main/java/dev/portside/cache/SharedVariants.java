package dev.portside.cache;

import dev.portside.domain.image.AvatarVariant;
import java.time.Duration;
import java.util.Optional;

/** What nodes have made of avatars for each other. Nothing here throws. */
public interface SharedVariants {

    /** How long one may be kept. Nobody can ask for what was made of an avatar that was removed; so long it may lie around all the same. */
    Duration KEPT_FOR = Duration.ofHours(1);

    /** Empty when nothing is known, or nothing that this node may believe; waits for no longer than one command budget. */
    Optional<byte[]> find(AvatarVariant variant);

    /** Lets other nodes have it. Returns at once. */
    void offer(AvatarVariant variant, byte[] file);

    /** Nodes that make everything for themselves. */
    SharedVariants NONE = new SharedVariants() {

        @Override
        public Optional<byte[]> find(AvatarVariant variant) {
            return Optional.empty();
        }

        @Override
        public void offer(AvatarVariant variant, byte[] file) {}
    };
}

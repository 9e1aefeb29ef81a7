package dev.portside.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portside.application.image.VariantCache;
import dev.portside.domain.image.AvatarVariant;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Files kept in this process, as many as have room, over those that nodes share. */
final class CachingVariants implements VariantCache {

    /** Nobody can ask for what was made of an avatar that was removed; this is how long it may lie around all the same. */
    static final Duration KEPT_FOR = Duration.ofDays(1);

    /** Of an entry beside its file, so that many tiny ones do not weigh nothing. */
    private static final int ENTRY_BYTES = 400;

    private final com.github.benmanes.caffeine.cache.Cache<AvatarVariant, byte[]> files;
    private final SharedVariants shared;
    private final Metrics.Reads reads;

    CachingVariants(CacheSettings settings, SharedVariants shared, LongSupplier nanoTime, Metrics metrics) {
        // Upkeep runs in the calling thread: it is tiny, and the common pool belongs to the application.
        this.files = Caffeine.newBuilder()
                .maximumWeight(settings.maxAvatarBytes())
                .weigher((AvatarVariant variant, byte[] file) -> file.length + ENTRY_BYTES)
                .expireAfterWrite(KEPT_FOR)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        this.shared = shared;
        this.reads = metrics.reads("local", "avatar");
    }

    @Override
    public Optional<byte[]> get(AvatarVariant variant) {
        byte[] file = files.getIfPresent(variant);
        if (file != null) {
            reads.hit();
            return Optional.of(file);
        }
        reads.miss();
        Optional<byte[]> found = shared.find(variant);
        found.ifPresent(other -> files.put(variant, other));
        return found;
    }

    @Override
    public void put(AvatarVariant variant, byte[] file) {
        files.put(variant, file);
        shared.offer(variant, file);
    }
}

package dev.portside.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portside.application.image.VariantCache;
import dev.portside.domain.image.AvatarVariant;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Files kept in this process, as many as have room, over those that nodes share. Of {@linkplain
 * dev.portside.domain.image.AvatarSize#isUsual() unusual} sizes there are so many that they are kept for a moment and not
 * shared.
 */
final class CachingVariants implements VariantCache {

    /** Of a size that few ask for: long enough for all who want it now. */
    static final Duration UNUSUAL_KEPT_FOR = Duration.ofMinutes(1);

    /** One part in so many of the room is for unusual sizes, so that a caller that asks for all of them takes no more. */
    private static final int UNUSUAL_SHARE = 4;

    /** Of an entry beside its file, so that many tiny ones do not weigh nothing. */
    private static final int ENTRY_BYTES = 400;

    private final com.github.benmanes.caffeine.cache.Cache<AvatarVariant, byte[]> usual;
    private final com.github.benmanes.caffeine.cache.Cache<AvatarVariant, byte[]> unusual;
    private final RemoteVariantCache shared;
    private final ReadCounters reads;

    CachingVariants(CacheSettings settings, RemoteVariantCache shared, LongSupplier nanoTime, MeterRegistry registry) {
        int forUnusual = settings.maxAvatarBytes() / UNUSUAL_SHARE;
        this.usual = files(settings.maxAvatarBytes() - forUnusual, RemoteVariantCache.KEPT_FOR, nanoTime);
        this.unusual = files(forUnusual, UNUSUAL_KEPT_FOR, nanoTime);
        this.shared = shared;
        this.reads = ReadCounters.of(registry, "local", "avatar");
    }

    private static com.github.benmanes.caffeine.cache.Cache<AvatarVariant, byte[]> files(
            int maxBytes, Duration keptFor, LongSupplier nanoTime) {
        // Upkeep runs in the calling thread: it is tiny, and the common pool belongs to the application.
        return Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((AvatarVariant variant, byte[] file) -> file.length + ENTRY_BYTES)
                .expireAfterWrite(keptFor)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Optional<byte[]> get(AvatarVariant variant) {
        boolean isUsual = variant.size().isUsual();
        byte[] file = (isUsual ? usual : unusual).getIfPresent(variant);
        if (file != null) {
            reads.hit();
            return Optional.of(file);
        }
        reads.miss();
        if (!isUsual) {
            return Optional.empty();
        }
        Optional<byte[]> found = shared.find(variant);
        found.ifPresent(other -> usual.put(variant, other));
        return found;
    }

    @Override
    public void put(AvatarVariant variant, byte[] file) {
        if (variant.size().isUsual()) {
            usual.put(variant, file);
            shared.offer(variant, file);
        } else {
            unusual.put(variant, file);
        }
    }
}

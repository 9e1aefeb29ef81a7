package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portside.cache.ReadCounters;
import dev.portside.cache.RemoteVariantCache;
import dev.portside.domain.image.AvatarVariant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Variants in Redis. What is found there is believed only if it proves to be what was written for this variant; older than
 * the original it cannot be, so changes need not be announced.
 */
final class RedisVariants implements RemoteVariantCache {

    /**
     * Larger ones would keep others waiting, users too: one connection carries them one after the other. The usual size has
     * a tenth of it as JPEG, and less than that as PNG unless it is a photograph.
     */
    static final int MAX_BYTES = 128 << 10;

    /** On their way to a Redis that may have stopped reading, which is noticed only after a while. */
    static final long MAX_SENDING = 1L << 20;

    private static final String KEEP = """
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    private final RedisLink link;
    private final String keyPrefix;
    private final ReadCounters reads;
    private final AtomicLong sending = new AtomicLong();

    RedisVariants(RedisSettings settings, RedisLink link, Metrics metrics) {
        this.link = link;
        this.keyPrefix = settings.namespace() + ":avatars:v2:";
        this.reads = metrics.reads("avatar");
    }

    @Override
    public Optional<byte[]> find(AvatarVariant variant) {
        if (!link.circuit().isClosed()) {
            return Optional.empty();
        }
        Optional<byte[]> file =
                link.getFile(key(variant), MAX_BYTES + SharedVariant.HEADER).flatMap(SharedVariant::parse);
        if (file.isPresent()) {
            reads.hit();
        } else {
            reads.miss();
        }
        return file;
    }

    @Override
    public void offer(AvatarVariant variant, byte[] file) {
        if (file.length > MAX_BYTES || !link.circuit().isClosed()) {
            return;
        }
        if (sending.addAndGet(file.length) > MAX_SENDING) {
            sending.addAndGet(-file.length);
            return;
        }
        byte[] millis = Long.toString(KEPT_FOR.toMillis()).getBytes(US_ASCII);
        link.sendFile(
                "offer file",
                () -> sending.addAndGet(-file.length),
                KEEP,
                List.of(key(variant)),
                link.seal().close(key(variant), SharedVariant.toBytes(file)),
                millis);
    }

    /** Of files on their way to Redis. */
    long sendingBytes() {
        return sending.get();
    }

    private String key(AvatarVariant variant) {
        return keyPrefix + SharedVariant.name(variant);
    }
}

package dev.portside.application.image;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.concurrency.Cost;
import dev.portside.application.concurrency.SingleFlight;
import dev.portside.application.concurrency.WeightedBudget;
import dev.portside.application.image.ImageRefusal.FormatNotAvailable;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Square variants of avatars, each made once: it is cached, and callers that ask for one that is being made wait for it. Safe for
 * use by many threads.
 */
public final class AvatarVariants {

    /** So many originals of a class find room in what is set aside for that. */
    private static final int LIGHTER = 8;

    private final Images images;
    private final VariantCache cache;
    private final String maker;
    private final int maxWaiting;
    private final WeightedBudget originals;
    private final Semaphore readers;
    private final SingleFlight<AvatarVariant, Optional<ResizeResult>> work = new SingleFlight<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder made = new LongAdder();

    /**
     * Nothing is made yet.
     *
     * @param maker what {@link AvatarVariant#maker} is to say of all that is made here
     * @param originals that are held in memory at the same time, by their bytes; others wait
     * @param readers how many originals are read from the store at the same time
     * @param maxWaiting different variants that are made or wait for that; more are refused as OVERLOADED
     */
    public AvatarVariants(
            Images images, VariantCache cache, String maker, WeightedBudget originals, int readers, int maxWaiting) {
        this.images = images;
        this.cache = cache;
        this.maker = maker;
        this.originals = originals;
        this.readers = new Semaphore(readers, true);
        this.maxWaiting = maxWaiting;
    }

    /** How often an original was resized. */
    public long made() {
        return made.sum();
    }

    /** How many wait for this variant. */
    int waiting(AvatarVariant variant) {
        return work.waiting(variant);
    }

    ImageProbe.Result probe(byte[] original) {
        return images.probe(ByteBuffer.wrap(original));
    }

    AvatarVariant variant(AvatarHead head, AvatarRequest wish) {
        return new AvatarVariant(
                head.digest(), wish.size(), wish.format().orElseGet(() -> images.formatFor(head.format())), maker);
    }

    /** Why it cannot be had whatever the original is; empty when it can. */
    Optional<FormatNotAvailable> unavailable(AvatarVariant variant) {
        return images.writes(variant.format())
                ? Optional.empty()
                : Optional.of(new FormatNotAvailable(variant.format()));
    }

    /**
     * Finds or makes a variant. Everything happens within the shared work, the look into the cache too: who looked there
     * before might find that the work has just ended, and do it again.
     *
     * @param variant one that is not {@link #unavailable}
     * @param original asked for at most once, when it is needed; empty when it is not to be had any more
     * @return empty when the one who was asked had no original; another may have it
     */
    Optional<ResizeResult> get(AvatarVariant variant, int originalLength, Supplier<Optional<byte[]>> original) {
        return work.get(variant, () -> {
            Optional<byte[]> known = cache.get(variant);
            return known.isPresent()
                    ? known.map(file -> new Resized(file, variant.format(), square(variant)))
                    : make(variant, originalLength, original);
        });
    }

    /**
     * The same for a thread that is in a transaction: on this thread, and without waiting for others who may be waiting for what
     * the transaction holds, such as its connection. Where there is no room for the original at once, it is refused as OVERLOADED.
     */
    Optional<ResizeResult> getApart(AvatarVariant variant, int originalLength, Supplier<Optional<byte[]>> original) {
        Optional<byte[]> known = cache.get(variant);
        if (known.isPresent()) {
            return known.map(file -> new Resized(file, variant.format(), square(variant)));
        }
        // Read over the connection that the transaction has anyway, so it is none of those that are read at the same
        // time.
        return bounded(() -> originals.withinAtOnce(
                cost(originalLength), originalLength, () -> original.get().map(file -> resize(variant, file))));
    }

    private Optional<ResizeResult> make(
            AvatarVariant variant, int originalLength, Supplier<Optional<byte[]>> original) {
        return bounded(() -> originals.within(
                cost(originalLength), originalLength, () -> read(original).map(file -> resize(variant, file))));
    }

    /** A small file is small work as a rule, and does not wait for room that large ones have taken. */
    private Cost cost(int originalLength) {
        return originals.costOf((long) LIGHTER * originalLength);
    }

    private Optional<ResizeResult> bounded(Supplier<Optional<ResizeResult>> making) {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            throw new Fault(Category.OVERLOADED, "Too many avatars wait to be resized already");
        }
        try {
            return making.get();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Optional<byte[]> read(Supplier<Optional<byte[]>> original) {
        try {
            readers.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while an original waited to be read", e);
        }
        try {
            return original.get();
        } finally {
            readers.release();
        }
    }

    private ResizeResult resize(AvatarVariant variant, byte[] original) {
        made.increment();
        ResizeResult result = images.resize(ByteBuffer.wrap(original), order(variant));
        if (result instanceof Resized resized) {
            cache.put(variant, resized.bytes());
        }
        return result;
    }

    /** Small originals are enlarged, so that who asks for a size gets that size. */
    private static ResizeOrder order(AvatarVariant variant) {
        OptionalInt side = OptionalInt.of(variant.size().pixels());
        return new ResizeOrder(side, side, Fit.COVER, variant.format(), ResizeOrder.DEFAULT_QUALITY, true);
    }

    private static ImageSize square(AvatarVariant variant) {
        return new ImageSize(variant.size().pixels(), variant.size().pixels());
    }
}

package dev.portside.core;

import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.application.concurrency.WeightedBudget;
import dev.portside.application.image.AvatarVariants;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.BulkheadImageResizer;
import dev.portside.application.image.ImageProbe;
import dev.portside.application.image.Images;
import dev.portside.application.image.VariantCache;
import dev.portside.application.storage.Storage;
import dev.portside.domain.image.ImageLimits;
import dev.portside.imaging.Imaging;
import dev.portside.imaging.probe.HeaderProbe;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Image resizing behind a bulkhead of its own.
 *
 * @param threads that work on images at the same time
 * @param makers names and versions of the engines
 */
record ImageWiring(CoreSettings.Images settings, int threads, Images images, String makers) {

    private static final Logger LOG = LoggerFactory.getLogger(ImageWiring.class);

    /** Each image that waits holds its bytes; this many of the largest. */
    private static final long LARGEST_AT_ONCE = 7;

    /** The largest originals that are read ahead of a free thread. */
    private static final long LARGEST_ORIGINALS = 3;

    /** @param executor of the host's; on those of a bulkhead's own when empty */
    static ImageWiring open(
            CoreSettings core, Optional<Executor> executor, MeterRegistry metrics, Resources resources) {
        CoreSettings.Images settings = core.images();
        ImageProbe probe = new HeaderProbe();
        Imaging imaging =
                Imaging.open(settings.engine(), probe, core.installed().images(), core.values());
        int threads = settings.threads().orElse(imaging.callers());
        LOG.info("Images are resized by {} on up to {} threads", imaging.makers(), threads);
        CpuBulkhead.Observer observer = observer(metrics);
        CpuBulkhead bulkhead = resources.add(
                "bulkhead of images",
                executor.map(given -> CpuBulkhead.on(given, threads, settings.queue(), observer))
                        .orElseGet(() -> new CpuBulkhead(threads, settings.queue(), observer)));
        Gauge.builder("portside.images.waiting", bulkhead, CpuBulkhead::waiting)
                .description("Images that wait for a thread")
                .register(metrics);
        Gauge.builder("portside.images.running", bulkhead, CpuBulkhead::running)
                .description("Images in work")
                .register(metrics);
        BulkheadImageResizer resizer = new BulkheadImageResizer(
                imaging.resizer(), bulkhead, core.requestDeadline(), LARGEST_AT_ONCE * settings.maxBody());
        ImageLimits limits = settings.engine().limits();
        Images images = new Images(probe, resizer, imaging.writes(), limits);
        return new ImageWiring(settings, threads, images, imaging.makers());
    }

    Avatars avatars(Storage storage, VariantCache cache, Clock clock, MeterRegistry metrics) {
        AvatarVariants variants = new AvatarVariants(
                images,
                cache,
                makers,
                new WeightedBudget(LARGEST_ORIGINALS * settings.maxBody()),
                // One more than are worked on, so that small ones do not take all connections of the database either.
                threads + 1,
                threads + settings.queue());
        FunctionCounter.builder("portside.avatars.made", variants, AvatarVariants::made)
                .description("How often an avatar's original was resized")
                .register(metrics);
        return new Avatars(storage.avatars(), variants, storage.transactions(), clock);
    }

    private static CpuBulkhead.Observer observer(MeterRegistry metrics) {
        Timer waits = Timer.builder("portside.images.wait")
                .description("Time that images waited for a thread")
                .register(metrics);
        Timer runs = Timer.builder("portside.images.run")
                .description("Time that images were worked on")
                .register(metrics);
        return new CpuBulkhead.Observer() {
            @Override
            public void begun(Duration waited) {
                waits.record(waited);
            }

            @Override
            public void ended(Duration ran) {
                runs.record(ran);
            }
        };
    }
}

package dev.portside.application.image;

import dev.portside.application.concurrency.Cost;
import dev.portside.application.concurrency.WeightedBudget;
import dev.portside.application.image.ImageRefusal.FormatNotAvailable;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.application.image.ImageRefusal.UnknownType;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Resizer that refuses by the header what is too large, and lets an engine do the rest within a memory budget. */
public final class LimitedImageResizer implements ImageResizePlanner {

    /** For images that were made here. */
    private static final ImageLimits UNLIMITED =
            new ImageLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final List<ImageEngine> engines;
    private final ImageProbe probe;
    private final ImageLimits limits;
    private final WeightedBudget budget;

    /**
     * Resizes with the first engine that reads what comes, and has the first one write that writes what is asked for.
     *
     * @param engines those that read and write what others do not come later; at least one, and all write PNG. Of those that read
     *     a format the last decides what becomes of a damaged image
     */
    public LimitedImageResizer(List<ImageEngine> engines, ImageProbe probe, ImageLimits limits, WeightedBudget budget) {
        this.engines = List.copyOf(engines);
        this.probe = probe;
        this.limits = limits;
        this.budget = budget;
    }

    @Override
    public Plan plan(ByteBuffer image, ResizeOrder order) {
        return switch (probe.probe(image, limits)) {
            case ImageRefusal refusal -> refusal;
            case ImageFile file -> plan(file, order);
        };
    }

    private Plan plan(ImageFile file, ResizeOrder order) {
        Placement placement = order.place(file.header().size());
        Optional<TooLarge> tooLarge = tooLarge(placement.scaled()).or(() -> tooLarge(placement.canvas()));
        if (tooLarge.isPresent()) {
            return tooLarge.get();
        }
        ImageFormat from = file.header().format();
        List<ImageEngine> able =
                engines.stream().filter(engine -> engine.reads().contains(from)).toList();
        List<ImageEngine> willing = able.stream()
                .filter(engine -> !engine.leavesToOthers(file.header()))
                .toList();
        List<ImageEngine> readers = willing.isEmpty() ? able : willing;
        Optional<ImageEngine> writer = writer(order.format());
        if (readers.isEmpty() || writer.isEmpty()) {
            return readers.isEmpty() ? new UnknownType() : new FormatNotAvailable(order.format());
        }
        long memory = Stream.concat(readers.stream(), writer.stream())
                .mapToLong(engine -> engine.memory(file.header(), placement))
                .max()
                .orElseThrow();
        Cost cost = WorkEstimate.of(file.header(), placement, order).or(budget.costOf(memory));
        return new Plan.Planned(cost, () -> budget.within(cost, memory, () -> resize(readers, file, placement, order)));
    }

    /**
     * Of an image in which an engine finds fault, the next one has the word, and of one in which all do, the last: whether and how
     * a damaged image is shown depends on which engine comes first only where that one misses the fault, as libvips does that of a
     * large JPEG that ends within its last rows.
     */
    private ResizeResult resize(List<ImageEngine> readers, ImageFile file, Placement placement, ResizeOrder order) {
        ResizeResult result = new UnknownType();
        for (ImageEngine reader : readers) {
            result = resize(reader, file, placement, order);
            if (!(result instanceof NotAnImage || result instanceof Truncated)) {
                break;
            }
        }
        return result;
    }

    private ResizeResult resize(ImageEngine reader, ImageFile file, Placement placement, ResizeOrder order) {
        if (reader.writes().contains(order.format())) {
            return reader.resize(file, placement, order);
        }
        return switch (reader.resize(file, placement, order.in(ImageFormat.PNG))) {
            case Resized resized -> rewritten(resized, order);
            case ImageRefusal refusal -> refusal;
        };
    }

    /** By an engine that writes what the one that reads does not. */
    private ResizeResult rewritten(Resized resized, ResizeOrder order) {
        Placement whole = new Placement(resized.size(), resized.size(), 0, 0);
        return switch (probe.probe(resized.bytes(), UNLIMITED)) {
            case ImageFile file -> writer(order.format()).orElseThrow().resize(file, whole, order);
            case ImageRefusal refusal -> throw new IllegalStateException("An engine wrote a PNG that is " + refusal);
        };
    }

    private Optional<ImageEngine> writer(ImageFormat format) {
        return engines.stream()
                .filter(engine -> engine.writes().contains(format))
                .findFirst();
    }

    private Optional<TooLarge> tooLarge(ImageSize size) {
        if (size.longerSide() > limits.side()) {
            return Optional.of(new TooLarge(Measure.ANSWER_SIDE, limits.side()));
        }
        if (size.pixels() > limits.answerPixels()) {
            return Optional.of(new TooLarge(Measure.ANSWER_PIXELS, limits.answerPixels()));
        }
        return Optional.empty();
    }
}

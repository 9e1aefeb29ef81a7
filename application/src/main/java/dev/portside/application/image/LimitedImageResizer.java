package dev.portside.application.image;

import dev.portside.application.fence.Cost;
import dev.portside.application.image.ImageRefusal.FormatNotAvailable;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.application.image.ImageRefusal.UnknownType;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Refuses by the header what is too large, and lets an engine do the rest within a budget of memory. */
public final class LimitedImageResizer implements ImageResizePlanner {

    private final List<ImageEngine> engines;
    private final ImageProbe probe;
    private final ImageLimits limits;
    private final MemoryBudget budget;

    /**
     * Resizes with the first engine that reads and writes what is needed.
     *
     * @param engines those that read and write what others do not come later; at least one
     */
    public LimitedImageResizer(List<ImageEngine> engines, ImageLimits limits, MemoryBudget budget) {
        this.engines = List.copyOf(engines);
        this.probe = new HeaderProbe(limits);
        this.limits = limits;
        this.budget = budget;
    }

    @Override
    public ResizePlan plan(ByteBuffer image, ResizeOrder order) {
        return switch (probe.probe(image)) {
            case ImageRefusal refusal -> refusal;
            case ImageFile file -> plan(file, order);
        };
    }

    private ResizePlan plan(ImageFile file, ResizeOrder order) {
        Placement placement = order.place(file.header().size());
        Optional<TooLarge> tooLarge = tooLarge(placement.scaled()).or(() -> tooLarge(placement.canvas()));
        if (tooLarge.isPresent()) {
            return tooLarge.get();
        }
        ImageFormat from = file.header().format();
        List<ImageEngine> readers =
                engines.stream().filter(engine -> engine.reads().contains(from)).toList();
        Optional<ImageEngine> engine = readers.stream()
                .filter(reader -> reader.writes().contains(order.format()))
                .findFirst();
        if (engine.isEmpty()) {
            return readers.isEmpty() ? new UnknownType() : new FormatNotAvailable(order.format());
        }
        long memory = engine.get().memory(file.header(), placement);
        Cost cost = WorkEstimate.of(file.header(), placement, order).or(budget.costOf(memory));
        return new ResizePlan.Planned(
                cost, () -> budget.within(cost, memory, () -> engine.get().resize(file, placement, order)));
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

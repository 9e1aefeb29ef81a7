package dev.portside.application.image;

import dev.portside.application.concurrency.Cost;
import java.util.function.Supplier;

/** Work that a picture and an order stand for, or why nothing can be done. */
public sealed interface ResizePlan permits ResizePlan.Planned, ImageRefusal {

    /**
     * Work that can be done.
     *
     * @param cost told from the header and from what is asked for
     * @param work decodes, scales and encodes on the calling thread; to be done once
     */
    record Planned(Cost cost, Supplier<ResizeResult> work) implements ResizePlan {}
}

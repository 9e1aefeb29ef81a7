package dev.portside.imaging;

import dev.portside.application.image.ImageEngine;
import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.scaling.Interruption;
import dev.portside.imaging.scaling.Pixels;
import dev.portside.imaging.scaling.Window;
import java.util.EnumSet;
import java.util.Set;

/** ImageIO decodes and encodes, what is between is done here. */
final class JdkEngine implements ImageEngine {

    /** Increased by each change that alters results: it is part of the names of stored variants. */
    private static final String MAKER = "jdk-2";

    /** What decoders, encoders and rows take beside the pixels: a few hundred kilobytes, measured. */
    private static final long FIXED_MEMORY = 1_000_000;

    /** The window, turned, with or without alpha, and the encoded answer are there at the same time. */
    private static final int BYTES_PER_PIXEL_OF_ANSWER = 16;

    @Override
    public String maker() {
        return MAKER;
    }

    @Override
    public Set<ImageFormat> reads() {
        return EnumSet.allOf(ImageFormat.class);
    }

    @Override
    public Set<ImageFormat> writes() {
        return EnumSet.of(ImageFormat.JPEG, ImageFormat.PNG);
    }

    @Override
    public long memory(ImageHeader header, Placement placement) {
        ImageSize scaled = header.orientation().turn(placement.scaled());
        long decoded = header.format() == ImageFormat.JPEG
                ? JpegDecoder.memory(header, scaled)
                : RasterDecoder.memory(header, scaled);
        return FIXED_MEMORY + decoded + placement.canvas().pixels() * BYTES_PER_PIXEL_OF_ANSWER;
    }

    @Override
    public ResizeResult resize(ImageFile image, Placement placement, ResizeOrder order) {
        Orientation orientation = image.header().orientation();
        Window window = Window.of(placement, orientation);
        try {
            Pixels scaled = image.header().format() == ImageFormat.JPEG
                    ? JpegDecoder.decode(image, window)
                    : RasterDecoder.decode(image, window);
            Pixels coloured = StandardColours.convert(scaled, image.profile());
            boolean transparent = order.format().transparent();
            Pixels prepared =
                    !transparent ? coloured.withoutAlpha() : placement.pads() ? coloured.withAlpha() : coloured;
            int left = Math.max(0, placement.x());
            int top = Math.max(0, placement.y());
            Pixels answer = prepared.upright(orientation, placement.canvas(), left, top);
            return new Resized(Encoder.encode(answer, order), order.format(), placement.canvas());
        } catch (Broken broken) {
            Interruption.requireNotInterrupted();
            return broken.refusal();
        }
    }
}

package dev.portside.imaging.vips;

import dev.portside.application.image.ImageEngine;
import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Image engine that uses libvips. It reads bitmaps only through a library that is better not shown to strangers, and of a GIF whose data end
 * too soon it makes up the rest.
 */
final class VipsEngine implements ImageEngine {

    private static final long SMALL_JPEG = 500_000;

    private static final int MAX_WEBP_SIDE = 16_383;

    /** Increased by each change that alters results: it is part of the names of stored variants. */
    private static final String VERSION = "-2";

    /** What a pipeline takes beside the pixels: strips of rows, tables, the file once more. */
    private static final long FIXED_MEMORY = 8_000_000;

    /** Rows that are decoded before they are needed, as strips of a few hundred. */
    private static final int ROWS = 512;

    private static final int BYTES_PER_PIXEL_OF_ANSWER = 16;
    private static final int COEFFICIENT_BYTES = 2;
    private static final int PROFILE_CLASS_AT = 12;
    private static final int TAGS_AT = 128;
    private static final int TAG_LENGTH = 12;
    private static final int PRINTER = 0x70727472; // prtr
    private static final int RELATIVE_TABLE = 0x41324231; // A2B1
    private static final int PERCEPTUAL = 0;
    private static final int RELATIVE_COLORIMETRIC = 1;

    private final Vips vips;

    VipsEngine(Vips vips) {
        this.vips = vips;
    }

    @Override
    public String maker() {
        return "vips-" + vips.version + VERSION;
    }

    @Override
    public Set<ImageFormat> reads() {
        return EnumSet.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.WEBP);
    }

    @Override
    public Set<ImageFormat> writes() {
        return EnumSet.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.WEBP);
    }

    /**
     * Of inks libvips takes its own profile also where the image has one. And a JPEG that ends within its last rows goes unnoticed
     * here; of a small one these are much of it, and there is little to gain.
     */
    @Override
    public boolean leavesToOthers(ImageHeader header) {
        return isOfInks(header)
                || (header.format() == ImageFormat.JPEG && header.stored().pixels() * header.passes() < SMALL_JPEG);
    }

    private static boolean isOfInks(ImageHeader header) {
        return header.channels() == 4 && !header.alpha();
    }

    @Override
    public long memory(ImageHeader header, Placement placement) {
        ImageSize stored = header.stored();
        int bytesPerPixel = header.channels() * header.bits() / 8;
        long decoded = switch (header.format()) {
            // Row by row, unless it is gone over several times.
            case JPEG -> header.passes() > 1 ? stored.pixels() * bytesPerPixel * COEFFICIENT_BYTES : rows(header);
            case PNG -> header.passes() > 1 ? stored.pixels() * bytesPerPixel : rows(header);
            case GIF, WEBP, BMP -> stored.pixels() * 4;
        };
        return FIXED_MEMORY
                + decoded
                + (placement.scaled().pixels() + placement.canvas().pixels()) * BYTES_PER_PIXEL_OF_ANSWER;
    }

    private static long rows(ImageHeader header) {
        return (long) header.stored().width() * header.channels() * header.bits() / 8 * ROWS;
    }

    /** Of two processors, 7 % did nothing with two, and 2 % with three. */
    @Override
    public int callers(int processors) {
        return processors + 1;
    }

    /**
     * As the JDK has it: perceptual, but relative for presses and printers; of those that have no table for that, libvips would not
     * take any.
     */
    private static int intent(Optional<byte[]> profile) {
        return profile.filter(VipsEngine::isOfPrinter).isPresent() ? RELATIVE_COLORIMETRIC : PERCEPTUAL;
    }

    private static boolean isOfPrinter(byte[] profile) {
        ByteBuffer bytes = ByteBuffer.wrap(profile);
        boolean relative = false;
        for (int tag = 0; tag < bytes.getInt(TAGS_AT); tag++) {
            relative |= bytes.getInt(TAGS_AT + 4 + tag * TAG_LENGTH) == RELATIVE_TABLE;
        }
        return relative && bytes.getInt(PROFILE_CLASS_AT) == PRINTER;
    }

    @Override
    public ResizeResult resize(ImageFile image, Placement placement, ResizeOrder order) {
        if (order.format() == ImageFormat.WEBP && placement.canvas().longerSide() > MAX_WEBP_SIDE) {
            return new TooLarge(Measure.ANSWER_SIDE, MAX_WEBP_SIDE);
        }
        try (VipsWork work = new VipsWork(vips)) {
            work.load(image, placement);
            ImageHeader header = image.header();
            Optional<byte[]> profile = image.profile();
            profile.ifPresentOrElse(work::setProfile, work::removeProfile);
            work.putOnScreen(image.frame(), header.stored());
            work.scale(placement, header.orientation(), isOfInks(header) || profile.isPresent(), intent(profile));
            work.place(placement, order.format());
            return new Resized(work.save(order), order.format(), placement.canvas());
        } catch (VipsException e) {
            return new NotAnImage();
        }
    }
}

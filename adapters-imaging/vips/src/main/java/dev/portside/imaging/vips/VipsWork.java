package dev.portside.imaging.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Objects;

/** One image on its way through libvips. */
final class VipsWork extends VipsCalls {

    private static final String PROFILE = "icc-profile-data";
    private static final int SEQUENTIAL = 1;

    /** Not only on errors: to libjpeg it is a warning that the lower half is missing. The next engine says what becomes of it. */
    private static final int FAIL_ON_WARNING = 3;

    private static final int FORCE_SIZE = 3;
    private static final int SRGB = 22;
    private static final int TURN_RIGHT = 1;
    private static final int LEFT_TO_RIGHT = 0;
    private static final int TOP_TO_BOTTOM = 1;
    private static final int EXTEND_BLACK = 0;
    private static final int EXTEND_WHITE = 4;

    /** The most that libjpeg leaves out by itself, which costs it nothing. */
    private static final int MOST_SHRINK_ON_LOAD = 8;

    VipsWork(Vips vips) {
        super(vips);
    }

    void load(ImageFile file, Placement placement) throws VipsException {
        ImageFormat format = file.header().format();
        ImageSize stored = file.frame().size();
        MemorySegment bytes = nativeBytes(file);
        long length = bytes.byteSize();
        int shrink = format == ImageFormat.JPEG
                ? shrinkOnLoad(stored, file.header().orientation().turn(placement.scaled()))
                : 1;
        MemorySegment access = text("access");
        MemorySegment failOn = text("fail_on");
        MemorySegment shrinkName = text("shrink");
        next(result -> switch (format) {
            case JPEG ->
                (int) vips.jpegLoad.invokeExact(
                        bytes,
                        length,
                        result,
                        access,
                        SEQUENTIAL,
                        failOn,
                        FAIL_ON_WARNING,
                        shrinkName,
                        shrink,
                        Vips.NULL);
            case PNG -> load(vips.pngLoad, bytes, length, result, access, failOn);
            case WEBP -> load(vips.webpLoad, bytes, length, result, access, failOn);
            case GIF, BMP -> throw new IllegalStateException(format + " is not for libvips");
        });
        // Where a side is no multiple of the shrink, what is over counts or does not, by version.
        if (outgrows(side(vips.width), stored.width(), shrink)
                || outgrows(side(vips.height), stored.height(), shrink)) {
            throw new VipsException("another size than in the header");
        }
    }

    private MemorySegment nativeBytes(ImageFile file) {
        ByteBuffer pixels = file.pixels(size -> arena.allocate(size).asByteBuffer());
        MemorySegment bytes = MemorySegment.ofBuffer(pixels);
        return pixels.isDirect() ? bytes : arena.allocate(bytes.byteSize()).copyFrom(bytes);
    }

    private static boolean outgrows(int loaded, int stored, int shrink) {
        return loaded != stored / shrink && loaded != Math.ceilDiv(stored, shrink);
    }

    private static int load(
            MethodHandle loader,
            MemorySegment bytes,
            long length,
            MemorySegment result,
            MemorySegment access,
            MemorySegment failOn)
            throws Throwable {
        return (int) loader.invokeExact(bytes, length, result, access, SEQUENTIAL, failOn, FAIL_ON_WARNING, Vips.NULL);
    }

    private static int shrinkOnLoad(ImageSize stored, ImageSize scaled) {
        int most = Math.min(stored.width() / scaled.width(), stored.height() / scaled.height());
        return Math.clamp(Integer.highestOneBit(most), 1, MOST_SHRINK_ON_LOAD);
    }

    /** Whatever the file itself says: that has been decided. */
    void setProfile(byte[] profile) {
        try {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, profile);
            vips.setBlob.invokeExact(image, text(PROFILE), bytes, (long) profile.length);
        } catch (Throwable e) {
            throw new IllegalStateException("A function of C threw what it cannot", e);
        }
    }

    void removeProfile() {
        try {
            int removed = (int) vips.remove.invokeExact(image, text(PROFILE));
            // There may have been none.
            Objects.checkIndex(removed, 2);
        } catch (Throwable e) {
            throw new IllegalStateException("A function of C threw what it cannot", e);
        }
    }

    /** What is around the frame is transparent. */
    void putOnScreen(ImageFile.Frame frame, ImageSize screen) throws VipsException {
        if (frame.fills(screen)) {
            return;
        }
        if (side(vips.hasAlpha) == 0) {
            MemorySegment opaque = image;
            next(result -> (int) vips.addAlpha.invokeExact(opaque, result, Vips.NULL));
        }
        embed(frame.left(), frame.top(), screen, EXTEND_BLACK);
    }

    private void embed(int left, int top, ImageSize canvas, int extend) throws VipsException {
        MemorySegment from = image;
        next(result -> (int) vips.embed.invokeExact(
                from, result, left, top, canvas.width(), canvas.height(), text("extend"), extend, Vips.NULL));
    }

    /** Here all the decoding happens. */
    void scale(Placement placement, Orientation orientation, boolean profile, int how) throws VipsException {
        ImageSize stored = orientation.turn(placement.scaled());
        MemorySegment from = image;
        MemorySegment height = text("height");
        MemorySegment size = text("size");
        MemorySegment noRotate = text("no_rotate");
        if (profile) {
            MemorySegment export = text("export_profile");
            MemorySegment srgb = text("srgb");
            MemorySegment intent = text("intent");
            next(result -> (int) vips.thumbnailOfProfile.invokeExact(
                    from,
                    result,
                    stored.width(),
                    height,
                    stored.height(),
                    size,
                    FORCE_SIZE,
                    noRotate,
                    1,
                    export,
                    srgb,
                    intent,
                    how,
                    Vips.NULL));
        } else {
            // Through a profile sRGB would not come out as it went in.
            next(result -> (int) vips.thumbnail.invokeExact(
                    from, result, stored.width(), height, stored.height(), size, FORCE_SIZE, noRotate, 1, Vips.NULL));
            change(vips.colourSpace, SRGB);
        }
        evaluate();
        if (orientation.transposed()) {
            change(vips.rotate, TURN_RIGHT);
        }
        // Turned to the right is transposed and mirrored.
        if (orientation.leftToRight() != orientation.transposed()) {
            change(vips.flip, LEFT_TO_RIGHT);
        }
        if (orientation.topToBottom()) {
            change(vips.flip, TOP_TO_BOTTOM);
        }
    }

    private void evaluate() throws VipsException {
        try (Watch watch = Watch.over(vips, image)) {
            MemorySegment evaluated = (MemorySegment) vips.copyMemory.invokeExact(image);
            if (watch.interrupted()) {
                clearErrors();
                throw new Fault(Category.TIMEOUT, "Interrupted while an image was decoded");
            }
            keep(evaluated);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    void place(Placement placement, ImageFormat format) throws VipsException {
        boolean alpha = side(vips.hasAlpha) != 0;
        if (alpha && !format.transparent()) {
            flatten();
        } else if (!alpha && format.transparent() && placement.pads()) {
            MemorySegment from = image;
            next(result -> (int) vips.addAlpha.invokeExact(from, result, Vips.NULL));
        }
        ImageSize canvas = placement.canvas();
        if (placement.crops()) {
            MemorySegment from = image;
            next(result -> (int) vips.crop.invokeExact(
                    from,
                    result,
                    Math.max(0, -placement.x()),
                    Math.max(0, -placement.y()),
                    Math.min(canvas.width(), placement.scaled().width()),
                    Math.min(canvas.height(), placement.scaled().height()),
                    Vips.NULL));
        }
        if (placement.pads()) {
            embed(
                    Math.max(0, placement.x()),
                    Math.max(0, placement.y()),
                    canvas,
                    format.transparent() ? EXTEND_BLACK : EXTEND_WHITE);
        }
    }

    private void flatten() throws VipsException {
        MemorySegment from = image;
        try {
            MemorySegment white = (MemorySegment) vips.newDoubles.invokeExact(Vips.whites(arena), 1);
            try {
                next(result -> (int) vips.flatten.invokeExact(from, result, text("background"), white, Vips.NULL));
            } finally {
                vips.unreferenceArea.invokeExact(white);
            }
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    byte[] save(ResizeOrder order) throws VipsException {
        MemorySegment buffer = arena.allocate(ADDRESS);
        MemorySegment length = arena.allocate(JAVA_LONG);
        MemorySegment strip = text(vips.stripOption);
        int yes = vips.stripValue;
        MemorySegment quality = text("Q");
        MemorySegment from = image;
        check(() -> switch (order.format()) {
            case JPEG ->
                (int) vips.jpegSave.invokeExact(from, buffer, length, strip, yes, quality, order.quality(), Vips.NULL);
            case PNG -> (int) vips.pngSave.invokeExact(from, buffer, length, strip, yes, Vips.NULL);
            case WEBP ->
                (int) vips.webpSave.invokeExact(from, buffer, length, strip, yes, quality, order.quality(), Vips.NULL);
            case GIF, BMP -> throw new IllegalStateException("This format cannot be requested");
        });
        byte[] saved = take(buffer.get(ADDRESS, 0), length.get(JAVA_LONG, 0));
        return order.format() == ImageFormat.WEBP ? WebpChunks.withoutMetadata(saved) : saved;
    }
}

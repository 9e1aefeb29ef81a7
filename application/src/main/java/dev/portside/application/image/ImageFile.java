package dev.portside.application.image;

import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A picture whose header has been read. Decoders are given only those parts of it that make pixels: what others wrote into
 * comments, thumbnails and behind the end never reaches them.
 */
public final class ImageFile implements ProbeResult {

    /** Profiles of scanners and presses have up to two megabytes; one that unpacks to more than this is ignored. */
    private static final int MAX_PROFILE_BYTES = 4 * 1024 * 1024;

    private final Bytes bytes;
    private final ImageHeader header;
    private final Frame frame;
    private final Parts parts;
    private final Optional<byte[]> given;

    /** A file of one frame that is all there is to see. */
    ImageFile(Bytes bytes, ImageHeader header, Parts parts) {
        this(bytes, header, new Frame(0, 0, header.stored()), parts, Optional.empty());
    }

    /** @param given the profile of a file that says in another way what its colours mean */
    ImageFile(Bytes bytes, ImageHeader header, Frame frame, Parts parts, Optional<byte[]> given) {
        this.bytes = bytes;
        this.header = header;
        this.frame = frame;
        this.parts = parts;
        this.given = given;
    }

    /** Which bytes of a file are what, in their order. */
    static final class Parts {

        private final Spans head = new Spans();
        private final Spans body = new Spans();
        private final Spans profile = new Spans();
        private boolean profileIsDeflated;
        private byte[] inserted = new byte[0];
        private byte[] end = new byte[0];

        /** Stands at the begin. */
        Parts head(int from, int to) {
            head.add(from, to);
            return this;
        }

        /** Some of the profile. */
        void profile(int from, int to, boolean deflated) {
            profile.add(from, to);
            profileIsDeflated = deflated;
        }

        /** What the file does not say and decoders have to know, behind the head. */
        Parts insert(byte[] bytes) {
            byte[] more = Arrays.copyOf(inserted, inserted.length + bytes.length);
            System.arraycopy(bytes, 0, more, inserted.length, bytes.length);
            inserted = more;
            return this;
        }

        Parts body(int from, int to) {
            body.add(from, to);
            return this;
        }

        /** What the file ends with instead of what is left out. */
        Parts end(int... values) {
            end = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                end[i] = (byte) values[i];
            }
            return this;
        }
    }

    public ImageHeader header() {
        return header;
    }

    /** Where the only frame that is read stands on the screen, before the orientation is applied; the rest is transparent. */
    public Frame frame() {
        return frame;
    }

    /**
     * Place of a frame on its screen.
     *
     * @param left columns of the screen before it
     * @param top rows of the screen above it
     * @param size of the frame, which lies within the screen
     */
    public record Frame(int left, int top, ImageSize size) {

        /** Tells whether there is nothing but the frame on a screen of this size. */
        public boolean fills(ImageSize screen) {
            return size.equals(screen);
        }
    }

    /**
     * The file without anything but the pixels of one frame, not to be changed.
     *
     * @param memory gives a buffer of a length, which has an array; it is filled unless the file itself will do
     * @return from 0 to its limit; it has an array, which may begin sooner and go on with what is none of the file
     */
    public ByteBuffer pixels(IntFunction<ByteBuffer> memory) {
        int length = parts.head.length() + parts.inserted.length + parts.body.length() + parts.end.length;
        boolean all = length == bytes.length() && parts.inserted.length == 0 && parts.end.length == 0;
        return all ? bytes.buffer() : join(length, memory);
    }

    private ByteBuffer join(int length, IntFunction<ByteBuffer> memory) {
        ByteBuffer buffer = memory.apply(length);
        parts.head.write(bytes, buffer);
        buffer.put(parts.inserted);
        parts.body.write(bytes, buffer);
        return buffer.put(parts.end).flip();
    }

    /** The ICC profile, when its header is sound and it is one of colours as the pixels have them; deep within it may be broken. */
    public Optional<byte[]> profile() {
        int colours = header.alpha() ? header.channels() - 1 : header.channels();
        return given.or(this::found).filter(profile -> IccHeader.fits(profile, colours));
    }

    private Optional<byte[]> found() {
        byte[] found = new byte[parts.profile.length()];
        parts.profile.write(bytes, ByteBuffer.wrap(found));
        if (found.length == 0) {
            return Optional.empty();
        }
        return parts.profileIsDeflated ? inflate(found) : Optional.of(found);
    }

    private static Optional<byte[]> inflate(byte[] deflated) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream inflated = new ByteArrayOutputStream();
            byte[] some = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(some);
                if (count == 0 || inflated.size() + count > MAX_PROFILE_BYTES) {
                    return Optional.empty();
                }
                inflated.write(some, 0, count);
            }
            return Optional.of(inflated.toByteArray());
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}

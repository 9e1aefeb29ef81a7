package dev.portside.application.image;

import dev.portside.domain.image.ImageHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
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
    private final Parts parts;

    ImageFile(Bytes bytes, ImageHeader header, Parts parts) {
        this.bytes = bytes;
        this.header = header;
        this.parts = parts;
    }

    /** Which bytes of a file are what, in their order. */
    static final class Parts {

        private final Spans head = new Spans();
        private final Spans profileSegments = new Spans();
        private final Spans body = new Spans();
        private final Spans profile = new Spans();
        private boolean profileIsDeflated;
        private byte[] end = new byte[0];

        /** Stands before the profile. */
        Parts head(int from, int to) {
            head.add(from, to);
            return this;
        }

        /** A segment of the file that has some of the profile, and where in it that is. */
        void profile(int from, int to, int dataFrom, int dataTo, boolean deflated) {
            profileSegments.add(from, to);
            profile.add(dataFrom, dataTo);
            profileIsDeflated = deflated;
        }

        /** The profile lies in a segment that is kept anyway. */
        void profileWithin(int from, int to) {
            profile.add(from, to);
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

    /**
     * The file without anything but its pixels, not to be changed. A WebP keeps its profile all the same.
     *
     * @param memory gives a buffer of a length, which has an array; it is filled unless the file itself will do
     * @return from 0 to its limit; it has an array, which may begin sooner and go on with what is none of the file
     */
    public ByteBuffer pixels(IntFunction<ByteBuffer> memory) {
        List<Spans> groups = List.of(parts.head, parts.body);
        boolean all = length(groups) == bytes.length() && parts.end.length == 0;
        return all ? bytes.buffer() : join(groups, memory);
    }

    /**
     * The file without anything but its pixels and what their colours mean.
     *
     * @param memory gives a buffer of a length, which is filled
     */
    public ByteBuffer pixelsAndProfile(IntFunction<ByteBuffer> memory) {
        return join(List.of(parts.head, parts.profileSegments, parts.body), memory);
    }

    private ByteBuffer join(List<Spans> groups, IntFunction<ByteBuffer> memory) {
        ByteBuffer buffer = memory.apply(length(groups) + parts.end.length);
        groups.forEach(group -> group.write(bytes, buffer));
        return buffer.put(parts.end).flip();
    }

    /** The ICC profile, as it was found: it may be broken. */
    public Optional<byte[]> profile() {
        byte[] found = new byte[parts.profile.length()];
        parts.profile.write(bytes, ByteBuffer.wrap(found));
        if (found.length == 0) {
            return Optional.empty();
        }
        return parts.profileIsDeflated ? inflate(found) : Optional.of(found);
    }

    private static int length(List<Spans> groups) {
        return groups.stream().mapToInt(Spans::length).sum();
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

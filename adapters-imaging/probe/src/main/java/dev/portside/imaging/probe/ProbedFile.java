package dev.portside.imaging.probe;

import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** File whose header has been read, as the ranges of its bytes that decoders get. */
final class ProbedFile implements ImageFile {

    /** Profiles of scanners and presses have up to two megabytes; one that unpacks to more than this is ignored. */
    private static final int MAX_PROFILE_BYTES = 4 * 1024 * 1024;

    private final Bytes bytes;
    private final ImageHeader header;
    private final Frame frame;
    private final Parts parts;
    private final Optional<byte[]> given;

    /** Creates a file whose only frame fills the screen. */
    ProbedFile(Bytes bytes, ImageHeader header, Parts parts) {
        this(bytes, header, new Frame(0, 0, header.stored()), parts, Optional.empty());
    }

    /** @param given the profile of a file that states its colours in another way */
    ProbedFile(Bytes bytes, ImageHeader header, Frame frame, Parts parts, Optional<byte[]> given) {
        this.bytes = bytes;
        this.header = header;
        this.frame = frame;
        this.parts = parts;
        this.given = given;
    }

    /** Ranges of bytes by their role, in the order of the file. */
    static final class Parts {

        private final ByteRanges head = new ByteRanges();
        private final ByteRanges body = new ByteRanges();
        private final ByteRanges profile = new ByteRanges();
        private boolean profileIsDeflated;
        private byte[] inserted = new byte[0];
        private byte[] end = new byte[0];

        /** Adds bytes that stand at the beginning. */
        Parts head(int from, int to) {
            head.add(from, to);
            return this;
        }

        /** Adds bytes of the profile. */
        void profile(int from, int to, boolean deflated) {
            profile.add(from, to);
            profileIsDeflated = deflated;
        }

        /** Inserts behind the head what the file leaves out and decoders need. */
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

        /** Sets the end of the file, instead of what is left out. */
        Parts end(int... values) {
            end = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                end[i] = (byte) values[i];
            }
            return this;
        }
    }

    @Override
    public ImageHeader header() {
        return header;
    }

    @Override
    public Frame frame() {
        return frame;
    }

    @Override
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

    @Override
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

package dev.portside.imaging.probe;

import dev.portside.application.image.ImageRefusal.Truncated;
import java.nio.ByteBuffer;
import java.util.zip.Checksum;

/** Bytes to look at, from one place to another. A look behind their end stops with {@link Truncated}. */
final class Bytes {

    private final byte[] all;
    private final int start;
    private final int end;

    /** What lies between the position and the limit of a buffer: not copied, unless it has no array to be read. */
    static Bytes of(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (buffer.hasArray()) {
            int start = buffer.arrayOffset() + buffer.position();
            return new Bytes(buffer.array(), start, start + length);
        }
        byte[] copy = new byte[length];
        buffer.get(buffer.position(), copy);
        return new Bytes(copy, 0, length);
    }

    private Bytes(byte[] all, int start, int end) {
        this.all = all;
        this.start = start;
        this.end = end;
    }

    int length() {
        return end - start;
    }

    /** Some of these bytes, counted from 0 again. */
    Bytes slice(int from, int to) {
        require(from, (long) to - from);
        return new Bytes(all, start + from, start + to);
    }

    /** All of them, themselves. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(all, start, length()).slice();
    }

    void write(int from, int to, ByteBuffer into) {
        require(from, (long) to - from);
        into.put(all, start + from, to - from);
    }

    /** Stops unless so many bytes are there. */
    void require(long at, long count) {
        if (at < 0 || count < 0 || at + count > length()) {
            throw new HeaderRefused(new Truncated());
        }
    }

    int u8(int at) {
        require(at, 1);
        return all[start + at] & 0xFF;
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int u16le(int at) {
        return u8(at + 1) << 8 | u8(at);
    }

    long u32(int at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    long u32le(int at) {
        return (long) u16le(at + 2) << 16 | u16le(at);
    }

    int u24le(int at) {
        return u8(at + 2) << 16 | u16le(at);
    }

    /** Returns whether these characters of ISO 8859-1 stand there; false where the bytes end. */
    boolean has(int at, String text) {
        if (at < 0 || at + text.length() > length()) {
            return false;
        }
        // Asked of each of a million segments: nothing may be allocated here.
        for (int i = 0; i < text.length(); i++) {
            if ((all[start + at + i] & 0xFF) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void addTo(Checksum sum, int from, int to) {
        require(from, (long) to - from);
        sum.update(all, start + from, to - from);
    }

    /** Where the next byte of this value is, at or behind a place; stops when there is none. */
    int find(int value, int from) {
        for (int at = start + Math.max(from, 0); at < end; at++) {
            if (all[at] == (byte) value) {
                return at - start;
            }
        }
        throw new HeaderRefused(new Truncated());
    }
}

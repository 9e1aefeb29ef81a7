package dev.portside.http.helidon;

import io.helidon.common.buffers.BufferData;
import java.util.Arrays;

/** Bytes that are gathered for one write. */
final class Text {

    private byte[] bytes;
    private int size;

    Text(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Adds text that must be ASCII; what is not, or would end a line, becomes a question mark, so that no value ends its field. */
    Text value(String text) {
        int length = text.length();
        reserve(length);
        byte[] into = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            into[at + i] = (byte) ((c >= ' ' && c < 0x7f) || c == '\t' ? c : '?');
        }
        size = at + length;
        return this;
    }

    Text lineEnd() {
        reserve(2);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
        return this;
    }

    Text line(String text) {
        return value(text).lineEnd();
    }

    Text bytes(byte[] more) {
        return bytes(more, 0, more.length);
    }

    Text bytes(byte[] more, int offset, int length) {
        reserve(length);
        System.arraycopy(more, offset, bytes, size, length);
        size += length;
        return this;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    BufferData data() {
        return BufferData.create(bytes, 0, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}

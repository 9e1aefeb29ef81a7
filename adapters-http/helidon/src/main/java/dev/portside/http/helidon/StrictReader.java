package dev.portside.http.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import java.util.function.Supplier;

/**
 * Reads chunks as RFC 9112 §7.1 has them: Helidon steps over the two bytes behind a chunk without a look at them, takes a
 * sign before a chunk's size, and reads the line with the size however long it is. Refuses methods that are not in upper case,
 * too: Helidon would read {@code delete} as {@code DELETE}, which a rule of a proxy in front does not (RFC 9110 §9.1).
 */
final class StrictReader extends DataReader {

    private static final int LINE_END = 2;
    private static final int HEXADECIMAL = 16;
    private static final int MAX_SIZE_DIGITS = 16;

    private boolean inContent;
    private boolean atRequestLine = true;

    @SuppressWarnings("removal") // what takes its place cannot be extended
    StrictReader(Supplier<byte[]> bytes) {
        super(bytes);
    }

    /** Notes that the line of another request comes next. */
    void betweenRequests() {
        atRequestLine = true;
    }

    /** Helidon reads lines of requests so, and headers as a whole. */
    @Override
    public byte[] readBytes(int length) {
        byte[] bytes = super.readBytes(length);
        if (atRequestLine) {
            atRequestLine = false;
            requireUpperCase(bytes);
        }
        return bytes;
    }

    private static void requireUpperCase(byte[] line) {
        for (int i = 0; i < line.length && line[i] != ' '; i++) {
            if (line[i] >= 'a' && line[i] <= 'z') {
                throw RequestException.builder()
                        .type(DirectHandler.EventType.BAD_REQUEST)
                        .message("Methods are case-sensitive; this one has letters in lower case.")
                        .build();
            }
        }
    }

    @Override
    public void skip(int length) {
        if (length == LINE_END && !inContent && !startsWithNewLine()) {
            throw new IncorrectNewLineException("A chunk is longer than its size says.");
        }
        super.skip(length);
    }

    /** Helidon reads only the sizes of chunks so, and the empty line behind the last. */
    @Override
    public String readLine() {
        int length = findNewLine(MAX_SIZE_DIGITS + 1);
        if (length > MAX_SIZE_DIGITS) {
            throw new IncorrectNewLineException("The size of a chunk is too long.");
        }
        String line = readAsciiString(length);
        if (!line.chars().allMatch(digit -> Character.digit(digit, HEXADECIMAL) >= 0)) {
            throw new IncorrectNewLineException("The size of a chunk must be hexadecimal digits.");
        }
        skip(LINE_END);
        return line;
    }

    @Override
    public BufferData readBuffer() {
        inContent = true;
        try {
            return super.readBuffer();
        } finally {
            inContent = false;
        }
    }

    @Override
    public BufferData readBuffer(int length) {
        inContent = true;
        try {
            return super.readBuffer(length);
        } finally {
            inContent = false;
        }
    }
}

package dev.portside.http.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.util.function.Supplier;

/** Helidon steps over the two bytes behind a chunk without a look at them; here they must be the end of a line. */
final class StrictReader extends DataReader {

    private static final int LINE_END = 2;

    private boolean inContent;

    @SuppressWarnings("removal") // what takes its place cannot be extended
    StrictReader(Supplier<byte[]> bytes) {
        super(bytes);
    }

    @Override
    public void skip(int length) {
        if (length == LINE_END && !inContent && !startsWithNewLine()) {
            throw new IncorrectNewLineException("A chunk is longer than its size says.");
        }
        super.skip(length);
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

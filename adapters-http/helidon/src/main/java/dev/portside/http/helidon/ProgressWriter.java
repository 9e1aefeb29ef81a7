package dev.portside.http.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/** Writes to a connection; each time that it returns counts as a move. */
record ProgressWriter(DataWriter writer, Progress progress) implements DataWriter {

    @Override
    public void write(BufferData... buffers) {
        progress.enter(Progress.Phase.SENDING);
        writer.write(buffers);
        progress.enter(Progress.Phase.WORKING);
    }

    @Override
    public void write(BufferData buffer) {
        progress.enter(Progress.Phase.SENDING);
        writer.write(buffer);
        progress.enter(Progress.Phase.WORKING);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        progress.enter(Progress.Phase.SENDING);
        writer.writeNow(buffers);
        progress.enter(Progress.Phase.WORKING);
    }

    @Override
    public void writeNow(BufferData buffer) {
        progress.enter(Progress.Phase.SENDING);
        writer.writeNow(buffer);
        progress.enter(Progress.Phase.WORKING);
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}

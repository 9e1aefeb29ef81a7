package dev.portside.http.helidon;

import io.helidon.common.buffers.DataReader;

/** Content whose length was told beforehand. */
final class LengthStream extends BodyStream {

    private long rest;

    LengthStream(DataReader reader, Intake intake, long length) {
        super(reader, intake);
        this.rest = length;
    }

    @Override
    boolean isAtEnd() {
        return rest == 0;
    }

    @Override
    long contentAhead(DataReader reader) {
        return rest;
    }

    @Override
    void taken(int bytes) {
        rest -= bytes;
    }
}

package dev.portside.http.helidon;

import dev.portside.http.Body;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The content of one request on a connection. */
final class RequestBody implements Body {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RequestHead head;
    private final HttpConnection connection;
    private final DataReader reader;
    private final Intake intake;
    private @Nullable BodyStream stream;

    RequestBody(RequestHead head, HttpConnection connection, DataReader reader, Intake intake) {
        this.head = head;
        this.connection = connection;
        this.reader = reader;
        this.intake = intake;
    }

    /** Whether nothing of it is left on the connection. What was promised and not asked for may still come. */
    boolean isFinished() {
        return head.length() == 0 || (stream != null && stream.isAtEnd());
    }

    @Override
    public long declaredLength() {
        return head.length();
    }

    @Override
    public InputStream open() throws IOException {
        if (stream != null) {
            throw new IllegalStateException("A body can be opened once.");
        }
        stream = head.length() == RequestHead.CHUNKED
                ? new ChunkedStream(reader, intake)
                : new LengthStream(reader, intake, head.length());
        if (head.awaitsContinue() && head.length() != 0 && reader.available() == 0) {
            try {
                connection.send(BufferData.create(CONTINUE));
            } catch (UncheckedIOException e) {
                throw new IOException("The connection failed before the body.", e);
            }
        }
        return stream;
    }

    @Override
    public boolean clientHasLeft() {
        return intake.hasEnded();
    }
}

package dev.portside.http.helidon;

import dev.portside.http.Payload;
import dev.portside.http.Response;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writer of one response through Helidon. */
final class ResponseWriter {

    private final HttpConnection connection;
    private final RoutingResponse response;
    private final boolean last;

    /** Writes nothing yet. */
    ResponseWriter(HttpConnection connection, RoutingResponse response, boolean last) {
        this.connection = connection;
        this.response = response;
        this.last = last;
    }

    /** Returns whether the API wants it to be the last on its connection. */
    static boolean isLast(Response response) {
        for (Response.Field field : response.fields()) {
            if (field.name().equalsIgnoreCase("Connection") && field.value().equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether all was sent. If not, the connection must be closed now, so that the client can notice. */
    boolean write(Response answer, String method) {
        try {
            response.status(Status.create(answer.status()));
            boolean hasLength = false;
            for (Response.Field field : answer.fields()) {
                Header header = SentHeaders.header(field);
                hasLength |= header.headerName().equals(HeaderNames.CONTENT_LENGTH);
                if (!header.headerName().equals(HeaderNames.CONNECTION)) {
                    response.headers().add(header);
                }
            }
            if (last) {
                response.headers().set(HeaderValues.CONNECTION_CLOSE);
            }
            switch (answer.payload()) {
                case Payload.None none -> {
                    connection.answerBare(!hasLength && (method.equals("HEAD") || neverHasContent(answer.status())));
                    response.send();
                    connection.answerBare(false);
                }
                case Payload.Bytes(byte[] bytes) -> response.send(bytes);
                case Payload.Stream(Payload.Writer writer, boolean endless) -> writeStream(writer);
            }
            return true;
        } catch (IOException | UncheckedIOException | CloseConnectionException e) {
            return false;
        }
    }

    private static boolean neverHasContent(int status) {
        return status == 204 || status == 304;
    }

    /**
     * Writes in chunks from the first byte on, unless the length is known: Helidon would hold back the first part, to see
     * whether it is all.
     */
    private void writeStream(Payload.Writer writer) throws IOException {
        OutputStream out = response.outputStream();
        writer.writeTo(out);
        out.close();
        response.commit();
    }
}

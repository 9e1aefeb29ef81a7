package dev.portside.http.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Takes back the {@code Content-Length: 0} that Helidon puts on answers that have no length: 204, 304, and a stream that was
 * asked for by HEAD (RFC 9110 §8.6). It is called right before a header is written.
 */
final class ContentLengthRemoval implements Http1ConnectionListener {

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        if (context instanceof ApiConnectionContext passage
                && passage.connection().answersBare()
                && headers instanceof WritableHeaders<?> writable) {
            writable.remove(HeaderNames.CONTENT_LENGTH);
        }
    }
}

package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.Body;
import dev.portside.http.Headers;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.body.ReceivedBody;
import dev.portside.http.body.UnreadBodyDrain;
import dev.portside.http.route.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of how much of a refused body is read. */
class UnreadBodyDrainTest {

    private final Api api = new Api(
            ApiSettings.DEFAULTS,
            List.of(Route.get("/health", "A route of the test")
                    .kind(Route.Kind.OPERATIONS)
                    .responds(200, "The answer")
                    .handledBy(call -> Response.of(204))),
            () -> true,
            new SimpleMeterRegistry());

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void a_small_body_is_read_behind_the_answer_and_the_connection_goes_on() {
        CountingStream in = new CountingStream(12);
        Request request = request(12, in, "");

        assertEquals(Optional.empty(), api.handle(request).first("Connection"));
        assertEquals(0, in.read.get(), "not before the answer");
        assertTrue(api.discardRest(request));
        assertEquals(12, in.read.get());
    }

    @Test
    void a_large_body_ends_the_connection_and_is_not_read_to_its_end() {
        CountingStream in = new CountingStream(16_000_000);
        Request request = request(16_000_000, in, "");

        assertEquals(Optional.of("close"), api.handle(request).first("Connection"));
        assertFalse(api.discardRest(request));
        assertEquals(UnreadBodyDrain.MAX_BYTES, in.read.get());
    }

    @Test
    void a_client_that_waits_to_be_asked_is_not_asked() {
        Request request = request(12, new CountingStream(12), "100-continue");

        assertEquals(Optional.of("close"), api.handle(request).first("Connection"));
        assertFalse(api.discardRest(request));
        assertFalse(request.body().isOpen());
    }

    @Test
    void a_client_that_sends_nothing_more_is_given_up() {
        InputStream silent = new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    new CountDownLatch(1).await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("interrupted");
                }
            }
        };
        assertFalse(api.discardRest(request(12, silent, "")));
        assertFalse(Thread.interrupted(), "the interrupt must not reach the next request");
    }

    private static Request request(long length, InputStream in, String expect) {
        Body body = new ReceivedBody(length, true, () -> in, () -> false);
        Headers headers = name -> name.equals("Expect") && !expect.isEmpty() ? List.of(expect) : List.of();
        return new Request("GET", "", "/health", "", headers, body);
    }

    private static final class CountingStream extends ByteArrayInputStream {

        private final AtomicInteger read = new AtomicInteger();

        CountingStream(int length) {
            super(new byte[length]);
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            int count = super.read(bytes, offset, length);
            read.addAndGet(Math.max(count, 0));
            return count;
        }
    }
}

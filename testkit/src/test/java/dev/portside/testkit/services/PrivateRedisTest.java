package dev.portside.testkit.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrivateRedisTest {

    private static final int PATIENCE_MILLIS = 300;

    @Test
    void the_shared_redis_is_one_and_the_same() {
        assertTrue(TestRedis.url().startsWith("redis"), TestRedis.url());
        assertEquals(TestRedis.url(), TestRedis.url());
    }

    @Test
    void a_paused_redis_accepts_connections_but_answers_only_when_resumed() throws IOException {
        try (PrivateRedis redis = TestRedis.startPrivate()) {
            redis.pause();
            assertThrows(SocketTimeoutException.class, () -> ask(redis.url()));

            redis.resume();
            assertEquals('+', ask(redis.url()));
        }
    }

    @Test
    void a_killed_redis_refuses_connections_and_comes_back_at_the_same_address() throws IOException {
        try (PrivateRedis redis = TestRedis.startPrivate()) {
            String url = redis.url();
            redis.kill();
            assertThrows(ConnectException.class, () -> ask(url));

            redis.startAgain();
            assertEquals(url, redis.url());
            assertEquals('+', ask(url));
        }
    }

    private static int ask(String url) throws IOException {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        }
    }
}

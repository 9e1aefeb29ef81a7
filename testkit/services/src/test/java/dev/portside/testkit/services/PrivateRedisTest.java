package dev.portside.testkit.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void an_installed_redis_is_found_on_the_path(@TempDir Path folder) throws IOException {
        assertEquals(Optional.empty(), PrivateRedis.onPath(null));
        assertEquals(Optional.empty(), PrivateRedis.onPath(folder.toString()));

        File server = Files.createFile(folder.resolve("redis-server")).toFile();
        assertEquals(Optional.empty(), PrivateRedis.onPath(folder.toString()), "it cannot be run");

        assertTrue(server.setExecutable(true));
        assertEquals(Optional.of(server), PrivateRedis.onPath("/nowhere" + File.pathSeparator + folder));
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

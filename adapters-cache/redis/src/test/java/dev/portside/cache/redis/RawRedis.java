package dev.portside.cache.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Client that sends single commands to Redis without any of the code under test. */
final class RawRedis {

    private RawRedis() {}

    /** Bytes as an argument. */
    static String quoted(byte[] bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : bytes) {
            quoted.append("\\x%02x".formatted(b));
        }
        return quoted.append('"').toString();
    }

    /** Returns the first line of the answer, such as {@code +OK} or {@code :1}. */
    static String say(String url, String command) {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

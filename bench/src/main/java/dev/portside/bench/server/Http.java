package dev.portside.bench.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** HTTP client for single requests beside a load. */
public final class Http {

    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    /**
     * Answer without its content.
     *
     * @param header status line and fields
     * @param status its number
     */
    public record Answer(int status, String header) {

        /** The value of a field, ignoring the case of its name. */
        Optional<String> field(String name) {
            return header.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    private Http() {}

    /** Asks over a connection of its own. */
    static Answer get(int port, String target) throws IOException {
        return ask(port, "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", TIMEOUT_MILLIS);
    }

    /** Sends a whole request over a connection of its own, and waits for the header of its answer. */
    public static Answer ask(int port, String request, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(timeoutMillis);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = header(new BufferedInputStream(socket.getInputStream()));
            if (!answer.startsWith("HTTP/1.") || answer.length() < 12) {
                throw new IOException("No HTTP response: " + answer);
            }
            return new Answer(Integer.parseInt(answer, 9, 12, 10), answer);
        }
    }

    private static String header(InputStream in) throws IOException {
        StringBuilder header = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            header.append((char) b);
            if (b == '\n' && header.length() >= 4 && header.charAt(header.length() - 3) == '\n') {
                break;
            }
        }
        return header.toString();
    }
}

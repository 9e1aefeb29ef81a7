package dev.portside.testkit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultyLinkTest {

    private static final int A_WHILE = 100;

    private final ServerSocket server = new ServerSocket();
    private final FaultyLink link;

    FaultyLinkTest() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.link = FaultyLink.to((InetSocketAddress) server.getLocalSocketAddress());
    }

    /** Server that repeats what it receives. */
    @BeforeEach
    void echo() {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> echo(socket));
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The client has gone.
        }
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void an_open_link_carries_both_ways() throws IOException {
        assertCarries();
    }

    @Test
    void a_link_that_hangs_holds_everything_back_until_it_is_open() throws IOException {
        try (Socket before = connect()) {
            say(before, "1");
            assertEquals("1", hear(before, 1));
            link.hang();
            try (Socket after = connect()) {
                say(before, "2");
                say(after, "3");
                assertSilent(before);
                assertSilent(after);

                link.open();

                assertEquals("2", hear(before, 1));
                assertEquals("3", hear(after, 1));
            }
        }
    }

    @Test
    void a_slow_link_is_late_and_whole() throws IOException {
        Duration late = Duration.ofMillis(200);
        try (Socket client = connect()) {
            link.slow(late);
            long begun = System.nanoTime();
            say(client, "hello");
            assertEquals("hello", hear(client, 5));
            assertTrue(System.nanoTime() - begun >= late.toNanos());
        }
    }

    @Test
    void what_is_slow_is_not_waited_for_once_the_link_is_open() throws IOException {
        try (Socket client = connect()) {
            link.slow(Duration.ofDays(1));
            say(client, "hello");
            assertSilent(client);
            link.open();
            assertEquals("hello", hear(client, 5));
        }
    }

    @Test
    void a_link_that_refuses_ends_what_there_is_and_admits_no_client_until_it_is_open() throws IOException {
        try (Socket client = connect()) {
            say(client, "1");
            assertEquals("1", hear(client, 1));
            link.refuse();
            assertThrows(SocketException.class, () -> hear(client, 1));
            assertThrows(ConnectException.class, this::connect);
        }
        link.open();
        assertCarries();
    }

    @Test
    void a_link_that_cuts_ends_in_the_middle_of_an_answer() throws IOException {
        try (Socket client = connect()) {
            link.cut();
            say(client, "1234");
            assertEquals("12", hear(client, 4));
        }
        link.open();
        assertCarries();
    }

    private void assertCarries() throws IOException {
        try (Socket client = connect()) {
            say(client, "hello");
            assertEquals("hello", hear(client, 5));
        }
    }

    private Socket connect() throws IOException {
        return new Socket(link.address().getAddress(), link.address().getPort());
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** So many characters, or what comes until the end. */
    private static String hear(Socket client, int length) throws IOException {
        client.setSoTimeout(0);
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(A_WHILE);
        assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    }
}

package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Refusals of all that two servers in a row could understand differently (RFC 9112 §11.2). */
public interface HttpSmugglingContract extends HttpServerFixture {

    @Test
    default void a_length_that_could_be_read_in_two_ways_is_refused() throws Exception {
        assertRefusedAndClosed(
                "Content-Length: +2",
                "Content-Length: 0x2",
                "Content-Length: 2 2",
                "Content-Length: -2",
                "Content-Length: 99999999999999999999",
                "Content-Length : 2",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: identity");
    }

    @Test
    default void a_field_that_could_be_read_in_two_ways_is_refused() throws Exception {
        assertRefusedAndClosed("X: a\0b", "X: a\rb", ": a", "X\0: a", "no colon", "X[]: a");
    }

    @Test
    default void a_field_on_several_lines_is_refused() throws Exception {
        if (!gaps().contains(Gap.FOLDED_FIELDS)) {
            assertRefusedAndClosed("X: a\r\n folded: b", " X: a");
            return;
        }
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer unfolded =
                        wire.request("GET", "/header/x", "X: a\r\n folded: b").answer();
                assertEquals("a folded: b", unfolded.body().replaceAll(" +", " "));
                assertEquals("hello", wire.request("GET", "/text").answer().body());
            }
        });
    }

    @Test
    default void chunks_that_could_be_read_in_two_ways_are_refused() throws Exception {
        serving(port -> {
            try (Clients clients = new Clients()) {
                for (String chunks : List.of(
                        "z\r\n{}\r\n0\r\n\r\n",
                        "-2\r\n{}\r\n0\r\n\r\n",
                        "2\r\n{}0\r\n\r\n",
                        "\r\n{}\r\n0\r\n\r\n",
                        "fffffffffffffffff\r\n{}\r\n0\r\n\r\n")) {
                    clients.add(() -> isRefusedAndClosed(
                            port, "POST /echo", chunks, HttpFramingContract.JSON, "Transfer-Encoding: chunked"));
                }
                clients.await();
            }
        });
    }

    private void assertRefusedAndClosed(String... fields) throws Exception {
        serving(port -> {
            try (Clients clients = new Clients()) {
                for (String field : fields) {
                    // Asks for what is there, so that nothing but the field can be why it is refused.
                    clients.add(() ->
                            isRefusedAndClosed(port, "GET /text", "GET /text HTTP/1.1\r\nHost: a\r\n\r\n", field));
                }
                clients.await();
            }
        });
    }

    private static boolean isRefusedAndClosed(int port, String target, String rest, String... fields)
            throws IOException {
        try (Wire wire = Wire.to(port)) {
            String sent = target + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", fields) + "\r\n\r\n" + rest;
            int status = wire.text(sent).answer().status();
            assertTrue(status == 400 || status == 501, sent + " was answered " + status);
            assertTrue(wire.isClosedByServer(), sent + " left the connection open");
            return true;
        }
    }
}

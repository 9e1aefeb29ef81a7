package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever two servers in a row could understand differently is understood by none (RFC 9112 §11.2). */
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
        assertRefusedAndClosed(
                "X: a\r\n folded: b", "X: a\0b", "X: a\rb", " X: a", ": a", "X\0: a", "no colon", "X[]: a");
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
                    clients.add(() -> isRefusedAndClosed(port, "Transfer-Encoding: chunked", chunks));
                }
                clients.await();
            }
        });
    }

    private void assertRefusedAndClosed(String... fields) throws Exception {
        serving(port -> {
            try (Clients clients = new Clients()) {
                for (String field : fields) {
                    clients.add(() -> isRefusedAndClosed(port, field, "GET /text HTTP/1.1\r\nHost: a\r\n\r\n"));
                }
                clients.await();
            }
        });
    }

    private static boolean isRefusedAndClosed(int port, String field, String rest) throws IOException {
        try (Wire wire = Wire.to(port)) {
            wire.request("POST", "/echo", HttpFramingContract.JSON, field);
            int status = wire.text(rest).answer().status();
            assertTrue(status == 400 || status == 501, field + " was answered " + status);
            assertTrue(wire.isClosedByServer(), field + " before " + rest + " left the connection open");
            return true;
        }
    }
}

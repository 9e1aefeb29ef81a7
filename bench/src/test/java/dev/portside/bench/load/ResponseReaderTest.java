package dev.portside.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {

    private final ResponseReader reader = new ResponseReader();

    @Test
    void a_body_with_a_declared_length_ends_where_it_says() {
        ByteBuffer bytes = bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 404 Not Found\r\n");
        assertTrue(reader.read(bytes));
        assertEquals(200, reader.status());
        assertEquals('H', bytes.get());
    }

    @Test
    void a_chunked_body_ends_behind_its_trailer() {
        String response = """
                HTTP/1.1 201 Created
                transfer-encoding: chunked

                3
                abc
                A;name=value
                0123456789
                0
                Digest: none

                """;
        assertTrue(reader.read(bytes(response.replace("\n", "\r\n"))));
        assertEquals(201, reader.status());
    }

    @Test
    void a_response_may_arrive_byte_by_byte() {
        byte[] bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertFalse(reader.read(ByteBuffer.wrap(bytes, i, 1)));
        }
        assertTrue(reader.read(ByteBuffer.wrap(bytes, bytes.length - 1, 1)));
    }

    @Test
    void a_response_without_content_ends_with_its_header() {
        assertTrue(reader.read(bytes("HTTP/1.1 204 No Content\r\n\r\n")));
        reader.reset();
        assertTrue(reader.read(bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")));
    }

    @Test
    void an_interim_response_is_passed_over() {
        assertTrue(
                reader.read(bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 409 Conflict\r\nContent-Length: 1\r\n\r\nx")));
        assertEquals(409, reader.status());
    }

    @Test
    void a_server_that_closes_says_so() {
        reader.read(bytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        assertTrue(reader.closing());
        reader.reset();
        reader.read(bytes("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"));
        assertFalse(reader.closing());
    }

    @Test
    void a_header_may_be_longer_than_expected() {
        String longField = "X-Long: " + "y".repeat(5_000) + "\r\n";
        assertTrue(reader.read(bytes("HTTP/1.1 200 OK\r\n" + longField + "Content-Length: 1\r\n\r\nx")));
    }

    @Test
    void what_is_no_http_is_refused() {
        assertThrows(IllegalStateException.class, () -> reader.read(bytes("SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n")));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}

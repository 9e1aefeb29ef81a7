package dev.portside.http.servlet;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Else the API would log 400 for a body that did not come, where Tomcat has answered 408. */
class BodyStreamTest {

    @Test
    void a_body_that_did_not_arrive_in_time_is_told_from_one_whose_client_has_left() {
        SocketTimeoutException late = new SocketTimeoutException();
        assertSame(late, thrown(new IOException("The client has left.", late)));
        IOException left = new IOException("The client has left.", new IOException("Reset"));
        assertSame(left, thrown(left));
    }

    private static IOException thrown(IOException e) {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw e;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw e;
            }
        };
        BodyStream body = new BodyStream(failing);
        IOException one = assertThrows(IOException.class, body::read);
        assertSame(one, assertThrows(IOException.class, () -> body.read(new byte[1], 0, 1)));
        return one;
    }
}

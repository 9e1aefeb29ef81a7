package dev.portside.http.servlet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** Body stream that distinguishes a late body from a client that has left: Tomcat reports both as the latter. */
final class BodyStream extends FilterInputStream {

    BodyStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw cause(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            throw cause(e);
        }
    }

    private static IOException cause(IOException e) {
        return e.getCause() instanceof SocketTimeoutException late ? late : e;
    }
}

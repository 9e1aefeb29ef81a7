package dev.portside.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A keep-alive connection with at most one request on its way. */
final class Connection {

    private final int port;
    private final Selector selector;
    private final ResponseReader response = new ResponseReader();
    private SocketChannel channel;
    private boolean closed;
    private boolean busy;
    private long intended;

    /** Opens it; blocks until the server's machine has taken it. */
    Connection(int port, Selector selector) throws IOException {
        this.port = port;
        this.selector = selector;
        this.channel = open();
        register();
    }

    private SocketChannel open() throws IOException {
        SocketChannel opened = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return opened;
    }

    private void register() throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /**
     * Sends a request, on a new connection when the server has closed this one.
     *
     * @param at when it should have been sent, of {@link System#nanoTime}
     */
    void send(byte[] request, long at) throws IOException {
        if (closed) {
            reopen();
        }
        response.reset();
        busy = true;
        intended = at;
        ByteBuffer bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            // A request fits into the socket's buffer, and nothing else is in there.
            channel.write(bytes);
        }
    }

    private void reopen() throws IOException {
        channel = open();
        register();
        closed = false;
    }

    /**
     * Reads what there is.
     *
     * @return whether the response is complete
     * @throws IOException when the connection has ended before
     */
    boolean receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            close();
            if (busy) {
                throw new IOException("The server closed the connection instead of answering");
            }
            return false;
        }
        buffer.flip();
        if (!busy || !response.read(buffer)) {
            return false;
        }
        busy = false;
        if (response.closing()) {
            close();
        }
        return true;
    }

    /** Returns whether it waits for an answer. */
    boolean busy() {
        return busy;
    }

    /** When the last request should have been sent. */
    long intended() {
        return intended;
    }

    /** Of the last response. */
    int status() {
        return response.status();
    }

    /** Returns whether the server, or a fault, has ended it. */
    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
            closed = true;
        }
    }

    /** Ends it after a fault, so that the next request goes over a new one. */
    void abandon() {
        busy = false;
        close();
    }
}

package dev.portside.testkit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection through a link, carried by a thread for each direction. */
final class FaultyConnection {

    private static final int CHUNK = 64 << 10;

    private final Socket client;
    private final Socket server = new Socket();
    private final LinkCondition condition;

    FaultyConnection(Socket client, LinkCondition condition) {
        this.client = client;
        this.condition = condition;
    }

    /** Connects to the server, and returns when either side has ended. */
    void carry(InetSocketAddress address) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(resolved(address));
            Thread asking = Thread.ofVirtual().name("faulty-link-ask").start(this::carryQuestions);
            carryAnswers();
            reset();
            asking.interrupt();
        } catch (IOException e) {
            reset();
        }
    }

    private static InetSocketAddress resolved(InetSocketAddress address) throws IOException {
        return address.isUnresolved()
                ? new InetSocketAddress(InetAddress.getAllByName(address.getHostString())[0], address.getPort())
                : address;
    }

    private void carryQuestions() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int length = read(client, chunk); length > 0; length = read(client, chunk)) {
                condition.awaitVoice();
                server.getOutputStream().write(chunk, 0, length);
            }
        } catch (IOException | InterruptedException e) {
            // The other side, or the link, has ended it.
        }
        reset();
    }

    private void carryAnswers() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int length = read(server, chunk); length > 0; length = read(server, chunk)) {
                boolean cut = condition.delayAndCut();
                client.getOutputStream().write(chunk, 0, cut ? length / 2 : length);
                if (cut) {
                    // Not reset, which could overtake the half that was sent.
                    client.close();
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The other side, or the link, has ended it.
        }
    }

    private static int read(Socket from, byte[] chunk) throws IOException {
        return from.getInputStream().read(chunk);
    }

    /** Ends it at once, on both sides; those who wait for something see a reset. */
    void reset() {
        reset(client);
        reset(server);
    }

    private static void reset(Socket socket) {
        try {
            // What is under way is not sent any more.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to end.
        }
    }
}

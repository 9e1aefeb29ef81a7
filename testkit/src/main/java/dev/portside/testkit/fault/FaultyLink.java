package dev.portside.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP link between a client and a server that can be made slow, silent or broken at will, for connections that exist as well
 * as for new ones. It listens on a free port of the loopback interface, which stays the same. Safe for use by many threads.
 *
 * <pre>{@code
 * try (FaultyLink link = FaultyLink.to(server)) {
 *     Client client = connect(link.address());
 *     link.hang();
 *     assertThrows(Timeout.class, client::ask);
 *     link.open();
 *     client.ask();
 * }
 * }</pre>
 */
public final class FaultyLink implements AutoCloseable {

    /** By its number, for a name may stand for several. */
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final InetSocketAddress server;
    private final InetSocketAddress address;
    private final LinkCondition condition = new LinkCondition();
    private final Set<FaultyConnection> connections = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;

    private FaultyLink(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = listen(0);
        this.address = loopback(listener.getLocalPort());
        accept(listener);
    }

    /**
     * A link that is open.
     *
     * @param server need not be there yet; looked up for each connection when it is not resolved
     */
    public static FaultyLink to(InetSocketAddress server) {
        try {
            return new FaultyLink(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the client connects to instead of the server; its host is an IPv4 address. */
    public InetSocketAddress address() {
        return address;
    }

    /** Everything gets through, what was held back first. */
    public synchronized void open() {
        condition.become(LinkCondition.State.FAIR, Duration.ZERO);
        listenAgain();
    }

    /** Whatever the server says arrives so much later. */
    public synchronized void slow(Duration latency) {
        condition.become(LinkCondition.State.SLOW, latency);
        listenAgain();
    }

    /** Connections stay, new ones are accepted, and nothing gets through any more, in neither direction. */
    public synchronized void hang() {
        condition.become(LinkCondition.State.SILENT, Duration.ZERO);
        listenAgain();
    }

    /** Each connection breaks in the middle of the next thing that the server says. */
    public synchronized void cut() {
        condition.become(LinkCondition.State.CUTTING, Duration.ZERO);
        listenAgain();
    }

    /** Connections are reset, and new ones refused, as if nothing was listening. */
    public synchronized void refuse() {
        stopListening();
        // Before those who wait for fair condition get any of it.
        connections.forEach(FaultyConnection::reset);
        condition.become(LinkCondition.State.FAIR, Duration.ZERO);
    }

    /** Resets all connections, and refuses new ones for good. */
    @Override
    public void close() {
        refuse();
    }

    private void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listenAgain() {
        if (!listener.isClosed()) {
            return;
        }
        try {
            listener = listen(address.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + address.getPort() + " was taken while nothing listened there", e);
        }
        accept(listener);
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        // A reset connection keeps its port for a while.
        socket.setReuseAddress(true);
        socket.bind(loopback(port));
        return socket;
    }

    private static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
    }

    private void accept(ServerSocket listening) {
        Thread.ofVirtual().name("faulty-link").start(() -> {
            try {
                while (true) {
                    connect(listening.accept(), listening);
                }
            } catch (IOException e) {
                // Closed: no client is to get in any more.
            }
        });
    }

    /** Each on a thread of its own, so that a slow server holds up no other connection. */
    private void connect(Socket client, ServerSocket listening) {
        FaultyConnection connection = new FaultyConnection(client, condition);
        connections.add(connection);
        if (listening.isClosed()) {
            connection.reset();
        }
        Thread.ofVirtual().name("faulty-link-up").start(() -> {
            connection.carry(server);
            connections.remove(connection);
        });
    }
}

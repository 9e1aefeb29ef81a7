package dev.portside.http.helidon;

import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The API on a socket, served by Helidon. Each connection has a virtual thread of its own. */
public final class HelidonServer implements HttpServer {

    private static final int ACCEPT_QUEUE = 1_024;

    // Referenced here, because an unreferenced logger may be collected together with its level.
    private static final Logger LOG = Logger.getLogger("io.helidon");
    private static final Logger LISTENER_LOG = Logger.getLogger("io.helidon.webserver.ServerListener");

    static {
        if (LOG.getLevel() == null) {
            // The application logs that a server has started and stopped.
            LOG.setLevel(Level.WARNING);
        }
    }

    /** For connections to end that were cut off. */
    private static final Duration CUT = Duration.ofSeconds(5);

    private static final Duration STEP = Duration.ofMillis(10);

    /** The listener ends within milliseconds; where that cannot be seen, the stop goes on all the same. */
    private static final Duration DEAF = Duration.ofSeconds(1);

    private static final Duration PROBE = Duration.ofMillis(1);

    /** Time that Helidon waits by itself: longer than any grace period, so that it never cuts anything off. */
    private static final Duration NO_GRACE_OF_ITS_OWN = Duration.ofDays(1);

    private final WebServer server;
    private final Connections connections;
    private final InetSocketAddress address;

    private HelidonServer(WebServer server, Connections connections, String host) {
        this.server = server;
        this.connections = connections;
        this.address = new InetSocketAddress(host, server.port());
    }

    /**
     * Starts listening.
     *
     * @throws UncheckedIOException when the address cannot be listened on, with a message that says what to do
     */
    public static HelidonServer start(ServerSettings settings, Api api) {
        requireFree(settings);
        Connections connections = Connections.watched(
                new Progress.Patience(settings.idleTimeout(), settings.headerTimeout(), settings.idleTimeout()));
        try {
            WebServer server = server(settings, api, new Protocol(api, settings, connections));
            server.start();
            if (!server.isRunning()) {
                throw settings.cannotListen(new IOException("it was taken a moment ago"));
            }
            return new HelidonServer(server, connections, settings.host());
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return address.getPort();
    }

    @Override
    public boolean stop(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        // It would print a stack for each connection that comes a moment too late.
        Level usual = LISTENER_LOG.getLevel();
        LISTENER_LOG.setLevel(Level.OFF);
        // Closes the listening socket and returns when the last connection has ended.
        Thread stopping = Thread.ofPlatform().name("portside-stop").daemon().start(server::stop);
        boolean drained = false;
        try {
            awaitDeafness();
            connections.beginToClose();
            while (!drained && System.nanoTime() - end < 0) {
                connections.closeOverdue();
                drained = stopping.join(STEP);
            }
            if (!drained) {
                connections.cutAll();
                stopping.join(CUT);
            }
        } catch (InterruptedException e) {
            connections.cutAll();
            Thread.currentThread().interrupt();
        }
        connections.close();
        LISTENER_LOG.setLevel(usual);
        return drained;
    }

    /**
     * Waits until the port has no listener. Only then do clients learn that their connections end: those that connect anew at
     * once would meet the listener while it closes, and be cut off.
     */
    private void awaitDeafness() throws InterruptedException {
        long end = System.nanoTime() + DEAF.toNanos();
        while (System.nanoTime() - end < 0) {
            // Binds without listening, so no client can connect here.
            try (Socket probe = new Socket()) {
                probe.setReuseAddress(true);
                probe.bind(address);
                return;
            } catch (IOException e) {
                Thread.sleep(PROBE);
            }
        }
    }

    private static WebServer server(ServerSettings settings, Api api, Protocol protocol) {
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .backlog(ACCEPT_QUEUE)
                .maxTcpConnections(Math.min(settings.maxConnections(), OpenFiles.leftForConnections()))
                .addConnectionSelector(protocol)
                .directHandlers(ProblemResponses.of(api))
                .contentEncoding(new AnyEncoding())
                // A chunk is gathered whole before any of it is read; one that is larger than any body is not begun.
                .maxPayloadSize(api.maxBody())
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                // Writes go out on the thread that writes, and a connection has one buffer instead of two.
                .writeQueueLength(0)
                .useNio(false)
                .connectionOptions(SocketOptions.builder()
                        .tcpNoDelay(true)
                        // Time is kept by Connections; this would cost two more system calls for each read.
                        .readTimeout(Duration.ZERO)
                        .build())
                .idleConnectionTimeout(NO_GRACE_OF_ITS_OWN)
                .idleConnectionPeriod(NO_GRACE_OF_ITS_OWN)
                .shutdownGracePeriod(NO_GRACE_OF_ITS_OWN)
                .shutdownHook(false)
                .build();
    }

    /** Helidon only logs that it could not listen, and why. */
    private static void requireFree(ServerSettings settings) {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw settings.cannotListen(new UnknownHostException("unknown host"));
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
        } catch (IOException e) {
            throw settings.cannotListen(e);
        }
    }
}

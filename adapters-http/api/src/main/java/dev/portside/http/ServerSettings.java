package dev.portside.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * What a server binding is told about its socket.
 *
 * @param port 0 lets the system choose
 * @param maxConnections open at the same time; more wait in the system's accept queue
 * @param maxHandlers requests that are worked on at the same time, each on a virtual thread; more wait unread
 * @param maxHeaderBytes request line and header together
 * @param headerTimeout for a header to arrive whole
 * @param idleTimeout for a connection on which nothing moves
 */
public record ServerSettings(
        String host,
        int port,
        int maxConnections,
        int maxHandlers,
        int maxHeaderBytes,
        Duration headerTimeout,
        Duration idleTimeout) {

    /** What a binding throws when it cannot listen there. Its message says what to do. */
    public UncheckedIOException cannotListen(IOException why) {
        return new UncheckedIOException(
                "Cannot listen on " + host + ":" + port + " (" + why.getMessage()
                        + "). End the program that has the port, or set PORTSIDE_HOST and PORTSIDE_PORT to a free address.",
                why);
    }
}

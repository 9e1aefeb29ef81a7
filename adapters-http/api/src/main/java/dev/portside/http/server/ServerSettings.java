package dev.portside.http.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Settings of a server binding's socket.
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

    /** Returns the exception of a binding that cannot listen there. Its message says what to do. */
    public UncheckedIOException cannotListen(IOException why) {
        String reason = String.valueOf(why.getMessage());
        String remedy = reason.contains("in use")
                ? "End the program that has the port, or set PORTSIDE_PORT to another one."
                : "Set PORTSIDE_HOST to an address of this machine, and PORTSIDE_PORT to a port that this user may"
                        + " listen on.";
        String address = host.contains(":") ? "[" + host + "]" : host;
        return new UncheckedIOException(
                "Cannot listen on %s:%d (%s). %s".formatted(address, port, reason, remedy), why);
    }
}

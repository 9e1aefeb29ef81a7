package dev.portside.http.server;

import dev.portside.http.pipeline.Api;
import java.time.Duration;

/** A server that has an {@link Api} on a socket. What starts one is up to each binding. */
public interface HttpServer {

    /** The port it listens on, chosen by the system when 0 was asked for. */
    int port();

    /**
     * Stops in an orderly way: accepts no more connections, answers what has arrived on open ones and closes each after
     * its answer, then ends. Returns when all is done, or cuts off what is left when the grace is over.
     *
     * @return whether nothing was cut off
     */
    boolean stop(Duration grace);
}

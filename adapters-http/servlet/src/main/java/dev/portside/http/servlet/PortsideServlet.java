package dev.portside.http.servlet;

import dev.portside.http.Api;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/**
 * The API inside a server that belongs to another program. Map it to everything ({@code /*}) or to a prefix
 * ({@code /backend/*}): routes are found by what follows the prefix, and the links that the API writes begin with it.
 *
 * <p>It answers on the thread that the container calls it on and needs no asynchronous support; let the container use
 * virtual threads. Connections, the time for a header to arrive and orderly stopping are the container's. The servlet may be
 * named as the container's error page ({@code /backend/error}): what the container refuses by itself is then worded as
 * everything else is.
 *
 * <p>Whoever made the {@link Api} closes it, after the container has stopped.
 */
public final class PortsideServlet extends HttpServlet {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Api api;

    /** Answers with this API. */
    public PortsideServlet(Api api) {
        this.api = api;
    }

    /** Every method takes this one way: which of them a path knows is for the API to say. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        new ServletExchange(request, response, api).run();
    }
}

package dev.portside.http.servlet;

import dev.portside.http.pipeline.Api;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Optional;

/**
 * The API inside a server that belongs to another program. Map it to everything ({@code /*}) or to a prefix
 * ({@code /backend/*}): routes are found by what follows the prefix, and the links that the API writes begin with it. A host
 * that has paths of its own between those of the API makes it {@linkplain #at at a place} instead.
 *
 * <p>It answers on the thread that the container calls it on and needs no asynchronous support; let the container use
 * virtual threads. Connections, the time for a header to arrive and orderly stopping are the container's. The servlet may be
 * named as the container's error page ({@code /backend/error}): what the container refuses by itself is then worded as
 * everything else is.
 *
 * <p>The program that made the {@link Api} closes it, after the container has stopped.
 */
public final class PortsideServlet extends HttpServlet {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Api api;
    private final transient Optional<String> place;

    /** Answers with this API, below the prefix that it is mapped to. */
    public PortsideServlet(Api api) {
        this(api, Optional.empty());
    }

    private PortsideServlet(Api api, Optional<String> place) {
        this.api = api;
        this.place = place;
    }

    /**
     * Answers with this API at a place in the web application, whatever the servlet is mapped to. With the root as its place it may be
     * mapped to {@code /api/v1/users/*} alone, and all other paths are the host's.
     *
     * @param place what paths have before those of the API, not percent-encoded: empty, or such as {@code /backend}
     * @throws IllegalArgumentException when it does not begin with a slash, or ends with one
     */
    public static PortsideServlet at(String place, Api api) {
        if (!place.isEmpty() && (!place.startsWith("/") || place.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "A place is empty or begins with a slash and does not end with one, as /backend, but was " + place);
        }
        return new PortsideServlet(api, Optional.of(place));
    }

    /** Every method takes this one way: which of them a path knows is for the API to say. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        new ServletExchange(request, response, api, place).run();
    }
}

package dev.portside.http.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** What the host serves itself, beside the API: it refuses everything. */
final class HostServlet extends HttpServlet {

    static final String PATH = "/own";
    static final int STATUS = 409;

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendError(STATUS);
    }
}

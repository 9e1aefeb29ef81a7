package dev.portside.http.hosts;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** Servlet of the host itself, beside the API: it refuses everything. */
public final class HostServlet extends HttpServlet {

    /** Its path inside the application. */
    public static final String PATH = "/own";

    /** Status of its refusals. */
    public static final int STATUS = 409;

    @Serial
    private static final long serialVersionUID = 1L;

    HostServlet() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendError(STATUS);
    }
}

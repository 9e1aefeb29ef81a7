package org.example.plain;

import dev.portside.core.Portside;
import dev.portside.http.Response;
import dev.portside.http.api.PortsideHttpApi;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import dev.portside.http.servlet.PortsideServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A server that has pages of its own, and Portside's API under {@code /backend}. */
public final class InJetty {

    private static final Parameter<String> NAME = Parameter.path("name", Schema.TEXT, "Name to greet", name -> name);

    private static final Route GREETING = Route.get("/greetings/{name}", "Greets by name")
            .parameters(NAME)
            .responds(200, "The greeting", "text/plain", Schema.TEXT)
            .handledBy(call -> Response.of(200, "text/plain", greeting(call.get(NAME))));

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final PortsideHttpApi backend;

    InJetty(Portside portside) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Hello()), "/hello");
        // README: http
        PortsideHttpApi backend = PortsideHttpApi.builder(portside.useCases(), portside.meters())
                .route(GREETING)
                .filterBefore(
                        "conditional",
                        "edition",
                        (call, next) -> next.handle(call).with("X-Edition", "community"))
                .build();
        PortsideServlet servlet = new PortsideServlet(backend.api());
        context.addServlet(new ServletHolder(servlet), "/backend/*");
        // README: end
        this.backend = backend;
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
    }

    private static byte[] greeting(String name) {
        return ("Hello, " + name).getBytes(StandardCharsets.UTF_8);
    }

    int port() {
        return connector.getLocalPort();
    }

    void stop() throws Exception {
        backend.endStreams();
        server.stop();
        backend.close();
    }

    private static final class Hello extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("hello");
        }
    }
}

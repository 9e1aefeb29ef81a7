package dev.portside.http.hosts;

import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A program that has a Jetty, set up as the contract of the API would have it. */
public final class JettyHost implements HttpServer {

    private static final int PLATFORM_THREADS = 8;

    /** Room for the longest fields that an answer repeats from a request. */
    private static final int MORE_HEADER_BYTES = 8 * 1_024;

    private final Server server;

    private JettyHost(Server server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param api words what Jetty refuses before it has found the application
     */
    public static JettyHost start(ServerSettings settings, Api api, WebApplication application) {
        Server server = new Server(threads(settings.maxHandlers()));
        server.addConnector(connector(server, settings));
        server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
        server.setErrorHandler(new JettyErrorHandler(api));
        server.setHandler(new GracefulHandler(context(application)));
        JettyHost host = new JettyHost(server);
        try {
            server.start();
        } catch (Exception e) {
            host.stop(Duration.ZERO);
            throw new IllegalStateException("Jetty cannot start.", e);
        }
        return host;
    }

    @Override
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public boolean stop(Duration grace) {
        server.setStopTimeout(grace.toMillis());
        try {
            server.stop();
            return true;
        } catch (Exception e) {
            // Something was still at work when the grace was over.
            return false;
        }
    }

    private static ServletContextHandler context(WebApplication application) {
        ServletContextHandler context =
                new ServletContextHandler(application.context().isEmpty() ? "/" : application.context());
        context.addServlet(new ServletHolder(application.servlet()), application.pattern());
        context.addServlet(new ServletHolder(new HostServlet()), HostServlet.PATH);
        ErrorPageErrorHandler errorPage = new ErrorPageErrorHandler();
        errorPage.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, application.errorPage());
        context.setErrorHandler(errorPage);
        return context;
    }

    private static QueuedThreadPool threads(int maxHandlers) {
        VirtualThreadPool handlers = new VirtualThreadPool(maxHandlers);
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setVirtualThreadsExecutor(handlers);
        threads.addBean(handlers);
        return threads;
    }

    private static ServerConnector connector(Server server, ServerSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(settings.maxHeaderBytes());
        http.setResponseHeaderSize(settings.maxHeaderBytes() + MORE_HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.STRICT);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        return connector;
    }
}

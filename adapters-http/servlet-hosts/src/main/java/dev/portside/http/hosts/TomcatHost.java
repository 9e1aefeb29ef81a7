package dev.portside.http.hosts;

import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.ProtocolHandler;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.modeler.Registry;

/** A program that has a Tomcat, set up as the contract of the API would have it. */
public final class TomcatHost implements HttpServer {

    // Referenced here, because an unreferenced logger may be collected together with its settings.
    private static final Logger LOG = Logger.getLogger("org.apache");

    static {
        // It logs a stack trace for each stream that breaks on purpose.
        LOG.setUseParentHandlers(false);
        // Tests run several beside each other, which would all have the same names in JMX.
        Registry.disableRegistry();
    }

    /** Room for the longest fields that an answer repeats from a request. */
    private static final int MORE_HEADER_BYTES = 8 * 1_024;

    private static final int MAX_REST_BYTES = 64 * 1_024;

    private final Tomcat tomcat;
    private final ExecutorService threads;

    private TomcatHost(Tomcat tomcat, ExecutorService threads) {
        this.tomcat = tomcat;
        this.threads = threads;
    }

    /**
     * Starts it.
     *
     * @param api words what Tomcat refuses before it has found the application
     */
    public static TomcatHost start(ServerSettings settings, Api api, WebApplication application) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(baseDirectory());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        tomcat.setConnector(connector(settings, threads));
        wordRefusals((StandardHost) tomcat.getHost(), api);
        Context context = tomcat.addContext(application.context(), null);
        add(context, "portside", application.servlet(), application.pattern());
        add(context, "own", new HostServlet(), HostServlet.PATH);
        ErrorPage errorPage = new ErrorPage();
        errorPage.setLocation(application.errorPage());
        context.addErrorPage(errorPage);
        TomcatHost host = new TomcatHost(tomcat, threads);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            host.end();
            throw new IllegalStateException("Tomcat cannot start.", e);
        }
        if (tomcat.getConnector().getState() != LifecycleState.STARTED) {
            // Tomcat only logs that it could not listen, and why.
            host.end();
            throw new IllegalStateException("Tomcat cannot listen on port " + settings.port() + ".");
        }
        return host;
    }

    /** Made here: Tomcat fails when another one makes it at the same moment. */
    private static String baseDirectory() {
        try {
            return Files.createDirectories(Path.of("target", "tomcat")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** Stops as {@code gracefulStopAwaitMillis} of its service does, which does not report whether it was enough. */
    @Override
    public boolean stop(Duration grace) {
        ProtocolHandler protocol = tomcat.getConnector().getProtocolHandler();
        protocol.closeServerSocketGraceful();
        boolean drained = protocol.awaitConnectionsClose(grace.toMillis()) > 0;
        end();
        return drained;
    }

    private void end() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat cannot stop.", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Connector connector(ServerSettings settings, ExecutorService threads) {
        Connector connector = new Connector();
        connector.setPort(settings.port());
        connector.setAllowTrace(true);
        set(connector, "address", settings.host());
        // It drains only what it has bound when it started.
        set(connector, "bindOnInit", "false");
        set(connector, "maxConnections", settings.maxConnections());
        set(connector, "maxKeepAliveRequests", -1);
        set(connector, "connectionTimeout", settings.idleTimeout().toMillis());
        set(connector, "keepAliveTimeout", settings.idleTimeout().toMillis());
        // A body that does not come: Tomcat does not end its wait when it is interrupted.
        set(connector, "disableUploadTimeout", false);
        set(connector, "connectionUploadTimeout", settings.headerTimeout().toMillis());
        set(connector, "maxHttpRequestHeaderSize", settings.maxHeaderBytes());
        set(connector, "maxHttpResponseHeaderSize", settings.maxHeaderBytes() + MORE_HEADER_BYTES);
        // A body that is refused by its header is not asked for.
        set(connector, "continueResponseTiming", "onRead");
        // As much as the API takes in itself. Beyond its time Tomcat goes on for as long as some of it keeps coming.
        set(connector, "maxSwallowSize", MAX_REST_BYTES);
        connector.getProtocolHandler().setExecutor(threads);
        return connector;
    }

    private static void set(Connector connector, String name, Object value) {
        if (!connector.setProperty(name, value.toString())) {
            throw new IllegalArgumentException("Tomcat's connector has no " + name + ".");
        }
    }

    /** Also of requests that reach no application, such as those that are malformed. */
    private static void wordRefusals(StandardHost host, Api api) {
        host.setErrorReportValveClass("");
        host.getPipeline().addValve(new TomcatErrorValve(api));
    }

    private static void add(Context context, String name, HttpServlet servlet, String pattern) {
        Tomcat.addServlet(context, name, servlet);
        context.addServletMappingDecoded(pattern, name);
    }
}

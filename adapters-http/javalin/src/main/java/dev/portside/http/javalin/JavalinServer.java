package dev.portside.http.javalin;

import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.servlet.SubmitOrder;
import io.javalin.http.servlet.Task;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import kotlin.Unit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The API on a socket, served by Javalin. Each request is handled on a virtual thread of its own; a few platform threads
 * accept and select.
 */
public final class JavalinServer implements HttpServer {

    /** One acceptor, one selector, and what Jetty keeps in reserve to take over a selector that went on to handle. */
    private static final int PLATFORM_THREADS = 8;

    private static final int ACCEPT_QUEUE = 1_024;

    /** Room for the longest fields that an answer repeats from a request. */
    private static final int MORE_HEADER_BYTES = 8 * 1_024;

    private final Javalin javalin;
    private final ServerConnector connector;
    private final Drain drain;
    private final HeaderTimeout headerTimeout;
    private final int port;

    private JavalinServer(Javalin javalin, ServerConnector connector, Drain drain, HeaderTimeout headerTimeout) {
        this.javalin = javalin;
        this.connector = connector;
        this.drain = drain;
        this.headerTimeout = headerTimeout;
        this.port = connector.getLocalPort();
    }

    /**
     * Starts listening.
     *
     * @throws java.io.UncheckedIOException when the address cannot be listened on, with a message that says what to do
     */
    public static JavalinServer start(ServerSettings settings, Api api) {
        Drain drain = new Drain();
        Javalin javalin = Javalin.create(config -> configure(config, settings, api, drain));
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            throw switch (root(e)) {
                case SocketException why -> settings.cannotListen(why);
                case UnresolvedAddressException why -> settings.cannotListen(new UnknownHostException("unknown host"));
                default -> e;
            };
        }
        ServerConnector connector =
                (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
        return new JavalinServer(javalin, connector, drain, HeaderTimeout.watch(connector, settings.headerTimeout()));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean stop(Duration grace) {
        headerTimeout.close();
        boolean drained = drain.await(connector, grace);
        javalin.stop();
        return drained;
    }

    private static void configure(JavalinConfig config, ServerSettings settings, Api api, Drain drain) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        answerWith(config, api, drain);
        config.jetty.threadPool = threads(settings.maxHandlers());
        config.jetty.modifyServer(server -> {
            // Javalin would count requests and look after low memory: the API does the one, limits the other.
            server.setHandler((Handler) null);
            server.removeBean(server.getBean(LowResourceMonitor.class));
            server.setErrorHandler(new ProblemErrorHandler(api));
            server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
        });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ProblemErrorHandler(api)));
        config.jetty.modifyHttpConfiguration(http -> configure(http, settings));
        config.jetty.addConnector((server, http) -> connector(server, http, settings, api.maxBody()));
    }

    /** Every request takes this one step instead of Javalin's own: routes, filters and errors are the API's. */
    @SuppressWarnings("unchecked") // an array of one generic type, made by the compiler and read by Javalin only
    private static void answerWith(JavalinConfig config, Api api, Drain drain) {
        config.requestLifeCycle((submit, servlet, context, uri) ->
                submit.invoke(SubmitOrder.LAST, new Task(true, () -> {
                    new ServletExchange(context.req(), context.res(), api, drain::hasBegun).run();
                    return Unit.INSTANCE;
                })));
    }

    private static QueuedThreadPool threads(int maxHandlers) {
        VirtualThreadPool handlers = new VirtualThreadPool(maxHandlers);
        handlers.setName("portside-http");
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setName("portside-jetty");
        threads.setVirtualThreadsExecutor(handlers);
        threads.addBean(handlers);
        return threads;
    }

    private static void configure(HttpConfiguration http, ServerSettings settings) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(settings.maxHeaderBytes());
        http.setResponseHeaderSize(settings.maxHeaderBytes() + MORE_HEADER_BYTES);
        // Fields that each connection has sent before, kept to parse them faster: 30 KiB for each of 10,000 idle ones.
        http.setHeaderCacheSize(0);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setHttpCompliance(HttpCompliance.STRICT);
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, ServerSettings settings, int maxChunk) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new ExactHttp(http, maxChunk));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        return connector;
    }

    private static Throwable root(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}

package dev.portside.bootstrap;

import dev.portside.core.Portside;
import dev.portside.core.Resources;
import dev.portside.http.api.PortsideHttpApi;
import dev.portside.http.pipeline.AccessLog;
import dev.portside.http.server.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: a function of its settings. */
public final class App implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(App.class);

    private final Settings settings;
    private final Resources resources = new Resources();
    private final Portside core;
    private final PortsideHttpApi api;
    private final HttpServer server;

    /**
     * Starts everything and returns when the server is ready. It listens as soon as a database of its own runs, or at
     * once with another: {@code /health} answers then, and {@code /ready} says that it is starting. An interrupt ends the
     * start.
     *
     * @throws RuntimeException when it cannot start, with a message that says what to do; nothing is left open then
     */
    public static App start(Settings settings, Clock clock) {
        return start(settings, clock, AccessLog.SLF4J);
    }

    /** The same with an access log of one's own. */
    public static App start(Settings settings, Clock clock, AccessLog accessLog) {
        return new App(settings, clock, accessLog);
    }

    private App(Settings settings, Clock clock, AccessLog accessLog) {
        this.settings = settings;
        try {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            resources.add("metrics", metrics::close);
            ProcessMetrics.register(metrics, resources);
            this.core = resources.open(
                    "core",
                    () -> Portside.builder().clock(clock).meters(metrics).open(settings.core()));
            this.api = resources.add(
                    "API",
                    PortsideHttpApi.builder(core.useCases(), metrics)
                            .settings(settings.api())
                            .metricsPage(metrics::scrape)
                            .accessLog(accessLog)
                            .build());
            this.server = settings.http()
                    .start(settings.server(), api.api(), settings.core().values());
            resources.add("HTTP server", () -> stop(server));
            core.awaitReady();
        } catch (RuntimeException | Error e) {
            resources.closeThoughInterrupted();
            throw e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /**
     * Stops in an orderly way: says that it is not ready, waits for load balancers to notice, answers what has arrived, and
     * frees everything. Takes at most the delay and the grace of the settings, and a moment.
     */
    @Override
    public void close() {
        resources.close();
    }

    private void stop(HttpServer listening) throws InterruptedException {
        boolean served = core.readiness().hasStarted();
        core.readiness().drain();
        if (served) {
            Thread.sleep(settings.shutdownDelay());
        }
        api.endStreams();
        if (!listening.stop(settings.shutdownGrace())) {
            LOG.warn(
                    "Some requests did not end within {} s; they were cut off. PORTSIDE_SHUTDOWN_GRACE gives them more"
                            + " time.",
                    settings.shutdownGrace().toSeconds());
        }
    }
}

package dev.portside.bootstrap;

import dev.portside.application.adapter.Host;
import dev.portside.application.cache.CacheLayer;
import dev.portside.application.event.Analytics;
import dev.portside.application.event.LiveCounts;
import dev.portside.application.fence.Fence;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.readiness.Readiness;
import dev.portside.application.user.UserAccounts;
import dev.portside.application.user.UserStore;
import dev.portside.http.AccessLog;
import dev.portside.http.Api;
import dev.portside.http.HttpServer;
import dev.portside.http.OperationRoutes;
import dev.portside.http.Route;
import dev.portside.http.event.EventRoutes;
import dev.portside.http.image.AvatarRoutes;
import dev.portside.http.image.ImageRoutes;
import dev.portside.http.user.UserRoutes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: a function of its settings. */
public final class App implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(App.class);

    /** For all dependencies together to give a sign of life when readiness is asked for. */
    private static final Duration READINESS_DEADLINE = Duration.ofSeconds(1);

    /** Each holds on to a body, of which there can be only so many. */
    private static final int FENCE_QUEUE = 1_000;

    private static final Duration LIVE_PERIOD = Duration.ofSeconds(1);

    private final Settings settings;
    private final Readiness readiness = new Readiness(READINESS_DEADLINE);
    private final Resources resources = new Resources();
    private final LiveCounts live;
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
            Host host = new Given(settings.api().deadline(), metrics);
            Stores stores = Stores.open(settings, host, metrics, resources);
            Background preparation = resources.add(
                    "preparation of the database",
                    Background.run("portside-prepare", () -> stores.awaitAndMigrate(settings.startTimeout())));
            Optional<CacheLayer> cache =
                    settings.cache().map(adapter -> resources.add("cache", adapter.open(settings.values(), host)));
            UserStore users = cache.map(one -> one.caching(stores.users())).orElse(stores.users());

            List<Route> routes = new ArrayList<>(OperationRoutes.of(readiness, metrics::scrape));
            routes.addAll(
                    UserRoutes.of(new UserAccounts(users, clock), settings.api().requireIfMatch()));
            Analytics analytics = new Analytics(stores.eventLog(), stores.events(), clock, new SecureRandom());
            Fence fence = resources.add("fence", Fence.ofHalfTheProcessors(FENCE_QUEUE));
            this.live = resources.add(
                    "live counts",
                    new LiveCounts(
                            analytics::totals, LIVE_PERIOD, settings.api().maxListeners(), App::noCounts));
            routes.addAll(EventRoutes.of(analytics, live, fence, settings.api().maxEventsBody()));
            Images images = Images.open(settings.images(), settings.values(), metrics, resources);
            VariantCache variants = cache.map(CacheLayer::variants).orElse(VariantCache.NONE);
            Avatars avatars = images.avatars(stores.storage().avatars(), variants, clock, metrics);
            routes.addAll(ImageRoutes.of(images.pictures(), settings.images().maxBody()));
            routes.addAll(AvatarRoutes.of(avatars, settings.images().maxBody()));
            Api api = resources.add("API", new Api(settings.api(), routes, readiness::hasStarted, metrics, accessLog));
            this.server = settings.http().start(settings.server(), api, settings.values());
            resources.add("HTTP server", () -> stop(server));

            preparation.await();
            resources.add("housekeeping", stores.storage().keepHouse(clock, settings.eventsRetention()));
            List<Dependency> dependencies = new ArrayList<>(stores.storage().dependencies());
            cache.map(CacheLayer::dependencies).ifPresent(dependencies::addAll);
            readiness.started(dependencies);
        } catch (RuntimeException | Error e) {
            // Closing waits here and there, which an interrupt would cut short.
            boolean interrupted = Thread.interrupted();
            resources.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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

    private static void noCounts(RuntimeException why) {
        LOG.warn("Those who listen are told nothing for now: {}", why.getMessage());
    }

    private void stop(HttpServer listening) throws InterruptedException {
        boolean served = readiness.hasStarted();
        readiness.drain();
        if (served) {
            Thread.sleep(settings.shutdownDelay());
        }
        // Those who listen would never be done.
        live.close();
        if (!listening.stop(settings.shutdownGrace())) {
            LOG.warn(
                    "Some requests did not end within {} s; they were cut off. PORTSIDE_SHUTDOWN_GRACE gives them more time.",
                    settings.shutdownGrace().toSeconds());
        }
    }
}

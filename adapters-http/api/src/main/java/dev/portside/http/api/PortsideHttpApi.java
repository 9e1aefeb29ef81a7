package dev.portside.http.api;

import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.application.event.LiveCounts;
import dev.portside.application.usecases.UseCases;
import dev.portside.http.event.EventRoutes;
import dev.portside.http.image.AvatarRoutes;
import dev.portside.http.image.ImageRoutes;
import dev.portside.http.operation.OperationRoutes;
import dev.portside.http.pipeline.AccessLog;
import dev.portside.http.pipeline.Api;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.pipeline.Pipeline;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Route;
import dev.portside.http.user.UserRoutes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API of a core, to be put on a server's socket. Safe for use by many threads. */
public final class PortsideHttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PortsideHttpApi.class);

    /** Each holds on to a body, of which there can be only so many. */
    private static final int BULKHEAD_QUEUE = 1_000;

    private static final Duration LIVE_PERIOD = Duration.ofSeconds(1);

    private static final Pattern RESOURCE = Pattern.compile("/api/v\\d+/[^/]+");

    private final CpuBulkhead bulkhead = CpuBulkhead.ofHalfTheProcessors(BULKHEAD_QUEUE);
    private final LiveCounts live;
    private final SortedSet<String> resources;
    private final Api api;

    private PortsideHttpApi(Builder builder) {
        UseCases useCases = builder.useCases;
        ApiSettings settings = builder.settings;
        this.live = new LiveCounts(
                useCases.analytics()::totals, LIVE_PERIOD, settings.maxListeners(), PortsideHttpApi::noCounts);
        int maxImage = useCases.images().limits().bytes();
        List<Route> routes = new ArrayList<>(OperationRoutes.of(useCases.readiness(), builder.metricsPage));
        routes.addAll(UserRoutes.of(useCases.users(), settings.requireIfMatch()));
        routes.addAll(EventRoutes.of(useCases.analytics(), live, bulkhead, settings.maxEventsBody()));
        routes.addAll(ImageRoutes.of(useCases.images(), maxImage));
        routes.addAll(AvatarRoutes.of(useCases.avatars(), maxImage));
        this.resources = routes.stream()
                .flatMap(route -> RESOURCE.matcher(route.template()).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        routes.addAll(builder.routes);
        try {
            this.api = new Api(
                    settings,
                    routes,
                    useCases.readiness()::hasStarted,
                    builder.meters,
                    builder.accessLog,
                    builder.customization);
        } catch (RuntimeException e) {
            endStreams();
            bulkhead.close();
            throw e;
        }
    }

    /** Begins an API over these use cases, which are the caller's to close, after this. Requests are counted in these meters. */
    public static Builder builder(UseCases useCases, MeterRegistry meters) {
        return new Builder(useCases, meters);
    }

    /** Choices for an API, each with a default. */
    public static final class Builder {

        private final UseCases useCases;
        private final MeterRegistry meters;
        private final List<Route> routes = new ArrayList<>();
        private ApiSettings settings = ApiSettings.DEFAULTS;
        private Optional<Supplier<String>> metricsPage = Optional.empty();
        private AccessLog accessLog = AccessLog.IN_WORDS;
        private UnaryOperator<Pipeline> customization = UnaryOperator.identity();

        private Builder(UseCases useCases, MeterRegistry meters) {
            this.useCases = useCases;
            this.meters = meters;
        }

        /** Sets the limits. */
        public Builder settings(ApiSettings other) {
            settings = other;
            return this;
        }

        /** Adds the page {@code /metrics}, in Prometheus's text format 0.0.4; without it there is none. */
        public Builder metricsPage(Supplier<String> page) {
            metricsPage = Optional.of(page);
            return this;
        }

        /** Sets where requests are logged; through SLF4J, with a message that says everything, unless this is called. */
        public Builder accessLog(AccessLog other) {
            accessLog = other;
            return this;
        }

        /** Adds a route of the embedding program, behind the same filters. Its path must be none of Portside's. */
        public Builder route(Route route) {
            routes.add(route);
            return this;
        }

        /** Adds a filter right before another; {@link Api#filters} has the names. */
        public Builder filterBefore(String place, String name, Filter filter) {
            return customize(pipeline -> pipeline.before(place, name, filter));
        }

        /** Adds a filter right after another; {@link Api#filters} has the names. */
        public Builder filterAfter(String place, String name, Filter filter) {
            return customize(pipeline -> pipeline.after(place, name, filter));
        }

        private Builder customize(UnaryOperator<Pipeline> more) {
            UnaryOperator<Pipeline> before = customization;
            customization = pipeline -> more.apply(before.apply(pipeline));
            return this;
        }

        /** Makes the API. */
        public PortsideHttpApi build() {
            return new PortsideHttpApi(this);
        }
    }

    /** Returns the function that answers requests, to be put on a server. */
    public Api api() {
        return api;
    }

    /**
     * Returns the prefixes of the API's business paths, such as {@code /api/v1/users}: a host that has paths of its own
     * beside them gives it these, and what is below them.
     */
    public Set<String> resources() {
        return Collections.unmodifiableSortedSet(resources);
    }

    /** Ends the answers that have no end of their own. A server that waits for its requests to end calls this first. */
    public void endStreams() {
        live.close();
    }

    /** To be called when the server has stopped. */
    @Override
    public void close() {
        endStreams();
        api.close();
        bulkhead.close();
    }

    private static void noCounts(RuntimeException why) {
        LOG.warn("Live counts unavailable: {}", why.getMessage());
    }
}

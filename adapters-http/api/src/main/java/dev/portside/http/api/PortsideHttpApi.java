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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API of a core, to be put on a server's socket. Safe for use by many threads. */
public final class PortsideHttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PortsideHttpApi.class);

    /** Each holds on to a body, of which there can be only so many. */
    private static final int FENCE_QUEUE = 1_000;

    private static final Duration LIVE_PERIOD = Duration.ofSeconds(1);

    private static final Pattern RESOURCE = Pattern.compile("/api/v\\d+/[^/]+");

    private final CpuBulkhead fence = CpuBulkhead.ofHalfTheProcessors(FENCE_QUEUE);
    private final LiveCounts live;
    private final SortedSet<String> resources;
    private final Api api;

    private PortsideHttpApi(
            UseCases useCases,
            ApiSettings settings,
            MeterRegistry meters,
            Optional<Supplier<String>> metricsPage,
            AccessLog accessLog) {
        this.live = new LiveCounts(
                useCases.analytics()::totals, LIVE_PERIOD, settings.maxListeners(), PortsideHttpApi::noCounts);
        int maxImage = useCases.images().limits().bytes();
        List<Route> routes = new ArrayList<>(OperationRoutes.of(useCases.readiness(), metricsPage));
        routes.addAll(UserRoutes.of(useCases.users(), settings.requireIfMatch()));
        routes.addAll(EventRoutes.of(useCases.analytics(), live, fence, settings.maxEventsBody()));
        routes.addAll(ImageRoutes.of(useCases.images(), maxImage));
        routes.addAll(AvatarRoutes.of(useCases.avatars(), maxImage));
        this.resources = routes.stream()
                .flatMap(route -> RESOURCE.matcher(route.template()).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        this.api = new Api(settings, routes, useCases.readiness()::hasStarted, meters, accessLog);
    }

    /** With the usual limits, requests logged through SLF4J, and no page of metrics: the host has one. */
    public static PortsideHttpApi of(UseCases useCases, MeterRegistry meters) {
        return of(useCases, ApiSettings.DEFAULTS, meters, Optional.empty(), AccessLog.IN_WORDS);
    }

    /**
     * Over these use cases, which are the caller's to close, after this.
     *
     * @param meters where requests are counted
     * @param metricsPage makes the page at {@code /metrics}, in Prometheus's text format 0.0.4; none when empty
     */
    public static PortsideHttpApi of(
            UseCases useCases,
            ApiSettings settings,
            MeterRegistry meters,
            Optional<Supplier<String>> metricsPage,
            AccessLog accessLog) {
        return new PortsideHttpApi(useCases, settings, meters, metricsPage, accessLog);
    }

    /** What answers requests. */
    public Api api() {
        return api;
    }

    /**
     * What the paths of its business begin with, such as {@code /api/v1/users}: a host that has paths of its own beside them gives
     * it these, and what is below them.
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
        fence.close();
    }

    private static void noCounts(RuntimeException why) {
        LOG.warn("Those who listen are told nothing for now: {}", why.getMessage());
    }
}

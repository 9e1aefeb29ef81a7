package dev.portside.http.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.Analytics;
import dev.portside.application.event.EventReader;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.Query;
import dev.portside.http.Body;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.pipeline.Api;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.route.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrendMemoryTest {

    private static final int TRENDS = 8;
    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void trends_that_are_still_computed_keep_no_answer_from_being_sent() throws Exception {
        InMemoryEventStore store = new InMemoryEventStore();
        Slow slow = new Slow(store, new CountDownLatch(TRENDS), new CountDownLatch(1));
        Analytics analytics = new Analytics(store, slow, Clock.systemUTC(), new Random(1));
        List<Route> routes = List.of(
                Route.get("/trends", "A route of the test")
                        .parameters(
                                EventQuery.EVENT,
                                EventQuery.FROM,
                                EventQuery.TO,
                                EventQuery.ZONE,
                                EventQueries.TREND_INTERVAL,
                                EventQueries.GROUP_BY)
                        .responds(200, "The answer")
                        .handledBy(new EventQueries(analytics)::trends),
                Route.get("/large", "A route of the test")
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(call -> Response.of(200, "image/png", new byte[MEGABYTE])));
        try (Api api = new Api(settings(), routes, () -> true, new SimpleMeterRegistry())) {
            String query = "event=a&interval=hour&group_by=p&from=2025-01-01&to=2026-02-19";
            List<FutureTask<Response>> trends = new ArrayList<>();
            for (int i = 0; i < TRENDS; i++) {
                FutureTask<Response> trend = new FutureTask<>(() -> api.handle(get("/trends", query)));
                trends.add(trend);
                Thread.startVirtualThread(trend);
            }
            slow.begun().await();

            assertEquals(200, api.handle(get("/large", "")).status());

            slow.mayEnd().countDown();
            for (FutureTask<Response> trend : trends) {
                assertEquals(200, trend.get().status());
            }
        }
    }

    private static Request get(String path, String query) {
        return new Request("GET", "", path, query, name -> List.of(), Body.NONE);
    }

    /** With four megabytes for answers. */
    private static ApiSettings settings() {
        return ApiSettings.builder()
                .maxBodyMemory(8 * MEGABYTE)
                .deadline(Duration.ofSeconds(40))
                .build();
    }

    /** Reader whose answers wait until the test lets them end. */
    private record Slow(EventReader store, CountDownLatch begun, CountDownLatch mayEnd) implements EventReader {

        @Override
        public <A> A answer(Query<A> query) {
            begun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return store.answer(query);
        }

        @Override
        public EventPage list(EventListing listing) {
            return store.list(listing);
        }

        @Override
        public EventTotals totals() {
            return store.totals();
        }
    }
}

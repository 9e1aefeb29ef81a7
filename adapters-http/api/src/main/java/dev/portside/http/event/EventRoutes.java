package dev.portside.http.event;

import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.application.event.Analytics;
import dev.portside.application.event.LiveCounts;
import dev.portside.http.route.Route;
import java.util.List;
import java.util.Set;

/** The routes of analytics. */
public final class EventRoutes {

    private static final String PATH = "/api/v1/analytics";
    private static final String JSON = "application/json";
    private static final Set<String> JSON_ONLY = Set.of(JSON);

    private EventRoutes() {}

    /**
     * Everything below {@code /api/v1/analytics}.
     *
     * @param fence for reading large bodies
     * @param maxBody bytes that a request with events may have
     */
    public static List<Route> of(Analytics analytics, LiveCounts live, CpuBulkhead fence, int maxBody) {
        EventQueries answers = new EventQueries(analytics);
        return List.of(
                Route.business("POST", PATH, JSON, new EventIngestion(analytics, fence)::record)
                        .taking()
                        .consuming(JSON_ONLY)
                        .upTo(maxBody),
                Route.business("GET", PATH + "/trends", JSON, answers::trends)
                        .taking("event", "from", "to", "interval", "tz", "group_by"),
                Route.business("GET", PATH + "/top", JSON, answers::top)
                        .taking("property", "event", "from", "to", "tz", "limit"),
                Route.business("POST", PATH + "/funnels", JSON, answers::funnel)
                        .taking()
                        .consuming(JSON_ONLY)
                        .onlyAsking(),
                Route.business("GET", PATH + "/retention", JSON, answers::retention)
                        .taking("event", "return_event", "from", "to", "interval", "tz"),
                Route.business("GET", PATH + "/events", JSON, new EventLists(analytics)::list)
                        .taking("event", "user_id", "from", "to", "tz", "after", "limit"),
                Route.business("GET", PATH + "/live", EventStream.CONTENT_TYPE, new EventStream(live)::listen)
                        .taking());
    }
}

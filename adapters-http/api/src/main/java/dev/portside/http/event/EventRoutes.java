package dev.portside.http.event;

import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.application.event.Analytics;
import dev.portside.application.event.LiveCounts;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import java.util.List;
import java.util.Set;

/** Routes of analytics. */
public final class EventRoutes {

    private static final String PATH = "/api/v1/analytics";
    private static final String JSON = "application/json";
    private static final Set<String> JSON_ONLY = Set.of(JSON);

    private static final String READ = "events:read";
    private static final String INVALID = "invalid";
    private static final String TOO_LARGE = "query_too_large";

    private EventRoutes() {}

    /**
     * Returns the routes below {@code /api/v1/analytics}.
     *
     * @param bulkhead for reading large bodies
     * @param maxBody bytes that a request with events may have
     */
    public static List<Route> of(Analytics analytics, LiveCounts live, CpuBulkhead bulkhead, int maxBody) {
        EventQueries queries = new EventQueries(analytics);
        Schema batch = Schema.arrayOf(EventSchemas.EVENT, 1, EventParser.MAX_EVENTS);
        return List.of(
                Route.post(PATH, "Stores one event or many; answers when all are durable")
                        .consumes(
                                JSON_ONLY,
                                new Schema.AnyOf(List.of(
                                        EventSchemas.EVENT,
                                        batch,
                                        Schema.object(Schema.required("events", batch, "The events")))),
                                maxBody)
                        .exampleBody("{\"name\": \"signup\", \"user_id\": \"42\", \"properties\": {\"plan\": \"pro\"}}")
                        .responds(202, "All are stored, now or before", JSON, EventSchemas.STORED)
                        .responds(207, "Some were invalid; one result for each", JSON, EventSchemas.STORED)
                        .problem(400, INVALID)
                        .problem(413, "body_too_large")
                        .problem(429, "too_many_requests")
                        .scopes("events:write")
                        .handledBy(new EventIngestion(analytics, bulkhead)::record),
                query("/trends", "Counts events and people in each bucket of a window")
                        .parameters(EventQuery.EVENT.mandatory())
                        .parameters(EventQuery.FROM, EventQuery.TO, EventQuery.ZONE)
                        .parameters(EventQueries.TREND_INTERVAL, EventQueries.GROUP_BY)
                        .responds(200, "The points, by bucket and then by value", JSON, EventSchemas.TREND)
                        .handledBy(queries::trends),
                query("/top", "Counts the most frequent values of a property")
                        .parameters(EventQueries.PROPERTY, EventQuery.EVENT, EventQueries.LIMIT)
                        .parameters(EventQuery.FROM, EventQuery.TO, EventQuery.ZONE)
                        .responds(200, "The values, most frequent first", JSON, EventSchemas.TOP)
                        .handledBy(queries::top),
                Route.post(PATH + "/funnels", "Counts the people who took steps in order")
                        .consumes(JSON_ONLY, EventSchemas.FUNNEL)
                        .exampleBody("{\"steps\": [\"view\", \"cart\", \"pay\"], \"window\": \"P7D\"}")
                        .readsOnly()
                        .responds(200, "People for each step", JSON, EventSchemas.STEPS)
                        .problem(400, INVALID)
                        .problem(400, TOO_LARGE)
                        .problem(429, "too_many_requests")
                        .scopes(READ)
                        .handledBy(queries::funnel),
                query("/retention", "Counts the people of each cohort who returned")
                        .parameters(EventQuery.EVENT.mandatory(), EventQueries.RETURN_EVENT)
                        .parameters(EventQuery.FROM, EventQuery.TO, EventQuery.ZONE)
                        .parameters(EventQueries.COHORT_INTERVAL)
                        .responds(200, "The cohorts, oldest first", JSON, EventSchemas.COHORTS)
                        .handledBy(queries::retention),
                query("/events", "Lists events, newest first")
                        .parameters(EventQuery.EVENT, EventLists.USER_ID, EventLists.AFTER, EventLists.LIMIT)
                        .parameters(EventQuery.FROM, EventQuery.TO, EventQuery.ZONE)
                        .responds(200, "The events; Link has the next page", JSON, Schema.arrayOf(EventSchemas.EVENT))
                        .handledBy(new EventLists(analytics)::list),
                Route.get(PATH + "/live", "Streams what comes in each second, as server-sent events")
                        .responds(200, "Counts by name", EventStream.CONTENT_TYPE, EventSchemas.LIVE)
                        .problem(503, "overloaded")
                        .scopes(READ)
                        .handledBy(new EventStream(live)::listen));
    }

    private static Route.Declaration query(String path, String summary) {
        return Route.get(PATH + path, summary)
                .problem(400, INVALID)
                .problem(400, TOO_LARGE)
                .problem(429, "too_many_requests")
                .scopes(READ);
    }
}

package dev.portside.http.event;

import dev.portside.application.event.Analytics;
import dev.portside.application.event.QueryTooLarge;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.Query;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.http.Problem;
import dev.portside.http.Response;
import dev.portside.http.json.Json;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Handlers of queries about events. */
final class EventQueries {

    private static final Set<Interval> ALL = EnumSet.allOf(Interval.class);
    private static final Set<Interval> OF_RETENTION = EnumSet.of(Interval.DAY, Interval.WEEK, Interval.MONTH);
    private static final int DEFAULT_TOP = 10;

    static final Parameter<Interval> TREND_INTERVAL = EventQuery.interval(Interval.DAY, ALL);

    static final Parameter<Interval> COHORT_INTERVAL = EventQuery.interval(Interval.WEEK, OF_RETENTION);

    static final Parameter<PropertyName> GROUP_BY = Parameter.query(
            "group_by",
            Schema.TEXT,
            "Property by whose most frequent values the trend is broken down",
            PropertyName::new);

    static final Parameter<PropertyName> PROPERTY = Parameter.query(
                    "property", Schema.TEXT, "Property whose values are counted", PropertyName::new)
            .mandatory();

    static final Parameter<Integer> LIMIT = Parameter.limit(DEFAULT_TOP, TopQuery.MAX_LIMIT);

    static final Parameter<EventName> RETURN_EVENT = Parameter.query(
            "return_event",
            Schema.text(1, 200),
            "Event of those who return; the first one when left out",
            EventName::new);

    /** Of some 100 bytes; an answer of more is written as it is sent, without an entity tag, which would need all of it first. */
    private static final int MAX_POINTS_IN_MEMORY = 2 * Buckets.MAX;

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int LAST_YEAR = 9_999;

    private static final int POINT_BYTES = 100;

    /** With a value of usual length. */
    private static final int VALUE_POINT_BYTES = 150;

    /** JSON while it grows, and once more when it is done. */
    private static final int COPIES = 3;

    private final Analytics analytics;

    EventQueries(Analytics analytics) {
        this.analytics = analytics;
    }

    Response trends(Call call) {
        ZoneId zone = call.get(EventQuery.ZONE);
        EventName event = call.get(EventQuery.EVENT);
        TimeWindow window = EventQuery.window(call, zone, analytics.now());
        Buckets buckets = EventQuery.buckets(call.get(TREND_INTERVAL), window, zone);
        Optional<PropertyName> by = call.find(GROUP_BY);
        Trend trend = answer(new TrendQuery(event, buckets, by));
        Consumer<JsonGenerator> content = json -> {
            json.writeStartArray();
            for (int bucket = 0; bucket < buckets.size(); bucket++) {
                String start = text(buckets.starts().get(bucket), zone);
                for (Trend.Series series : trend.series()) {
                    point(json, start, series.group(), series.points().get(bucket));
                }
            }
            json.writeEndArray();
        };
        int points = buckets.size() * trend.series().size();
        if (points <= MAX_POINTS_IN_MEMORY) {
            call.reserveForAnswer(COPIES * (long) points * (by.isPresent() ? VALUE_POINT_BYTES : POINT_BYTES));
            return json(content);
        }
        return Response.stream(200, "application/json", out -> Json.write(out, content))
                .with("Cache-Control", "no-cache");
    }

    private static void point(JsonGenerator json, String start, Trend.Group group, Trend.Point point) {
        json.writeStartObject();
        json.writeStringProperty("bucket", start);
        switch (group) {
            case Trend.Group.All all -> {}
            case Trend.Group.Value(String value) -> json.writeStringProperty("value", value);
            case Trend.Group.Others others -> {
                json.writeStringProperty("value", "other");
                // Distinguishes them from a value of that name.
                json.writeBooleanProperty("other", true);
            }
        }
        json.writeNumberProperty("count", point.count());
        json.writeNumberProperty("unique_users", point.people().count());
        if (point.people().error() > 0) {
            json.writeNumberProperty(
                    "unique_users_error", rounded(point.people().error()));
        }
        json.writeEndObject();
    }

    Response top(Call call) {
        PropertyName property = call.get(PROPERTY);
        Optional<EventName> event = call.find(EventQuery.EVENT);
        ZoneId zone = call.get(EventQuery.ZONE);
        TimeWindow window = EventQuery.window(call, zone, analytics.now());
        int limit = call.get(LIMIT);
        List<ValueCount> top = answer(new TopQuery(event, property, window, limit));
        return json(json -> {
            json.writeStartArray();
            for (ValueCount value : top) {
                json.writeStartObject();
                json.writeStringProperty("value", value.value());
                json.writeNumberProperty("count", value.count());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    Response funnel(Call call) {
        FunnelQuery query = FunnelJson.read(call.json(), analytics.now());
        List<Long> people = answer(query);
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("steps");
            for (int step = 0; step < people.size(); step++) {
                json.writeStartObject();
                json.writeStringProperty("name", query.steps().get(step).value());
                json.writeNumberProperty("people", people.get(step));
                json.writeNumberProperty("from_first", part(people.get(step), people.getFirst()));
                json.writeNumberProperty("from_previous", part(people.get(step), people.get(Math.max(0, step - 1))));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return Response.of(200, "application/json", body).with("Cache-Control", "no-store");
    }

    Response retention(Call call) {
        ZoneId zone = call.get(EventQuery.ZONE);
        EventName event = call.get(EventQuery.EVENT);
        EventName returning = call.find(RETURN_EVENT).orElse(event);
        TimeWindow window = EventQuery.window(call, zone, analytics.now());
        Buckets buckets = EventQuery.buckets(call.get(COHORT_INTERVAL), window, zone);
        RetentionQuery query = EventQuery.value("interval", () -> new RetentionQuery(event, returning, buckets));
        List<Cohort> cohorts = answer(query);
        return json(json -> {
            json.writeStartArray();
            for (int i = 0; i < cohorts.size(); i++) {
                json.writeStartObject();
                json.writeStringProperty("cohort", text(buckets.starts().get(i), zone));
                json.writeNumberProperty("people", cohorts.get(i).people());
                json.writeArrayPropertyStart("returned");
                cohorts.get(i).returned().forEach(json::writeNumber);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Returns the answer, or refuses with 400 and says what to ask instead. */
    private <A> A answer(Query<A> query) {
        try {
            return analytics.answer(query);
        } catch (QueryTooLarge e) {
            throw Problem.of(400, "query_too_large", e.reason()).exception();
        }
    }

    private static double part(long of, long whole) {
        return whole == 0 ? 0 : rounded((double) of / whole);
    }

    private static double rounded(double number) {
        return Math.round(number * 10_000) / 10_000.0;
    }

    /**
     * As RFC 3339 has it: where clocks went by the sun offsets had seconds, which it has no words for, and no year has more than
     * four digits; such a time is written in UTC.
     */
    static String text(Instant time, ZoneId zone) {
        OffsetDateTime local = time.atZone(zone).toOffsetDateTime();
        boolean writable = local.getOffset().getTotalSeconds() % SECONDS_PER_MINUTE == 0
                && local.getYear() >= 0
                && local.getYear() <= LAST_YEAR;
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(writable ? local : time.atOffset(ZoneOffset.UTC));
    }

    private static Response json(Consumer<JsonGenerator> content) {
        byte[] body = Json.write(content);
        return Response.of(200, "application/json", body)
                .with("ETag", ETags.weak(body))
                .with("Cache-Control", "no-cache");
    }
}

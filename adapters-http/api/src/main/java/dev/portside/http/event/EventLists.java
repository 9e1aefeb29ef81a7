package dev.portside.http.event;

import dev.portside.application.event.Analytics;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventCursor;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.PersonId;
import dev.portside.http.PercentEncoding;
import dev.portside.http.Response;
import dev.portside.http.json.Json;
import dev.portside.http.json.Timestamps;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Schema;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Shows events as they are stored. */
final class EventLists {

    private static final int DEFAULT_LIMIT = 50;

    static final Parameter<Integer> LIMIT = Parameter.limit(DEFAULT_LIMIT, EventListing.MAX_LIMIT);

    static final Parameter<PersonId> USER_ID =
            Parameter.query("user_id", Schema.TEXT, "Only events of this person", PersonId::new);

    static final Parameter<EventCursor> AFTER = Parameter.query(
            "after", Schema.TEXT, "Cursor of the last page's Link with rel=next", EventCursorText::parse);

    private static final List<Parameter<?>> KEPT_IN_LINKS =
            List.of(EventQuery.EVENT, USER_ID, EventQuery.FROM, EventQuery.TO, EventQuery.ZONE);

    /** An event with all that is shown of it. */
    private static final int MAX_EVENT_BYTES = Event.MAX_PROPERTIES_BYTES + 2 * 1024;

    private static final int MAX_PAGE_BYTES = EventListing.MAX_PAGE_BYTES + MAX_EVENT_BYTES;

    /** As rows, as events, and as JSON while that grows. */
    private static final int COPIES = 4;

    private final Analytics analytics;

    EventLists(Analytics analytics) {
        this.analytics = analytics;
    }

    Response list(Call call) {
        EventListing listing = new EventListing(
                call.find(EventQuery.EVENT),
                call.find(USER_ID),
                EventQuery.optionalWindow(call, call.get(EventQuery.ZONE), analytics.now()),
                call.find(AFTER),
                call.get(LIMIT));
        call.reserveForAnswer(COPIES * Math.min((long) listing.limit() * MAX_EVENT_BYTES, MAX_PAGE_BYTES));
        EventPage page = analytics.list(listing);
        byte[] body = Json.write(json -> {
            json.writeStartArray();
            page.events().forEach(event -> write(json, event));
            json.writeEndArray();
        });
        return Response.of(200, "application/json", body)
                .with("ETag", ETags.weak(body))
                .with("Cache-Control", "no-cache")
                .with("Link", links(call, listing, page));
    }

    private static void write(JsonGenerator json, Event event) {
        json.writeStartObject();
        json.writeStringProperty("id", event.id().toString());
        json.writeStringProperty("name", event.name().value());
        event.person().ifPresent(person -> json.writeStringProperty("user_id", person.value()));
        json.writeStringProperty("timestamp", Timestamps.text(event.at()));
        json.writeName("properties");
        json.writeRawValue(event.properties());
        json.writeEndObject();
    }

    /** RFC 8288. The first part and, unless this one reaches the end, the next. */
    private static String links(Call call, EventListing listing, EventPage page) {
        StringBuilder target =
                new StringBuilder(call.request().clientPath()).append("?limit=").append(listing.limit());
        for (Parameter<?> kept : KEPT_IN_LINKS) {
            call.text(kept)
                    .ifPresent(text ->
                            target.append('&').append(kept.name()).append('=').append(PercentEncoding.encode(text)));
        }
        String first = "<" + target + ">; rel=\"first\"";
        return page.next()
                .map(cursor -> "<" + target + "&after=" + EventCursorText.of(cursor) + ">; rel=\"next\", " + first)
                .orElse(first);
    }
}

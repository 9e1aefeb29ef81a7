package dev.portside.http.event;

import dev.portside.domain.event.FunnelQuery;
import dev.portside.http.route.Schema;
import java.util.List;

/** Declared shapes of events and of the answers about them. */
final class EventSchemas {

    private static final Schema NAME = Schema.text(1, 200);
    private static final Schema COUNT = Schema.whole(0, Long.MAX_VALUE);
    private static final Schema TIME = Schema.format("date-time");
    private static final Schema NUMBER = new Schema.Decimal();

    static final Schema EVENT = Schema.object(
            Schema.optional("id", Schema.format("uuid"), "The same id again is a duplicate; made when it is left out"),
            Schema.required("name", NAME, "What happened"),
            Schema.optional("user_id", new Schema.AnyOf(List.of(Schema.TEXT, COUNT)), "Who did it"),
            Schema.optional(
                    "timestamp",
                    new Schema.AnyOf(List.of(TIME, COUNT)),
                    "When; a number is seconds or milliseconds of the Unix epoch; now when it is left out"),
            Schema.optional("properties", new Schema.Members(List.of(), true), "At most 32 KiB, 8 levels deep"));

    static final Schema STORED = Schema.object(
            Schema.required("accepted", COUNT, "Events that are new"),
            Schema.required("duplicates", COUNT, "Events that were stored before"),
            Schema.optional("id", Schema.format("uuid"), "The event's id, when it was sent alone"),
            Schema.optional(
                    "results",
                    Schema.arrayOf(Schema.object(
                            Schema.required("index", COUNT, "Place in the request"),
                            Schema.required("status", Schema.whole(200, 599), "Status as of a request of its own"),
                            Schema.optional("duplicate", Schema.FLAG, "True when it was stored before"),
                            Schema.optional("error", Schema.TEXT, "The reason, when it is invalid"),
                            Schema.optional("errors", Schema.FIELD_ERRORS, "The fields that are wrong"))),
                    "One result for each event, when some are invalid"));

    static final Schema TREND = Schema.arrayOf(Schema.object(
            Schema.required("bucket", TIME, "Start of the bucket, in the zone"),
            Schema.optional("value", Schema.TEXT, "Value of the property, of a trend that is broken down"),
            Schema.optional("other", Schema.FLAG, "True for all other values together"),
            Schema.required("count", COUNT, "Events"),
            Schema.required("unique_users", COUNT, "People"),
            Schema.optional("unique_users_error", NUMBER, "Relative error, when the number is estimated")));

    static final Schema TOP = Schema.arrayOf(Schema.object(
            Schema.required("value", Schema.TEXT, "Value of the property"),
            Schema.required("count", COUNT, "Events with it")));

    static final Schema FUNNEL = Schema.object(
            Schema.required("steps", Schema.arrayOf(NAME, 1, FunnelQuery.MAX_STEPS), "Names of events, in order"),
            Schema.optional("window", Schema.format("duration"), "Time for all steps; P7D when it is left out"),
            Schema.optional("from", TIME, "First moment of the first step"),
            Schema.optional("to", TIME, "Moment after the window"),
            Schema.optional("tz", Schema.TEXT, "Time zone of dates"));

    static final Schema STEPS = Schema.object(Schema.required(
            "steps",
            Schema.arrayOf(Schema.object(
                    Schema.required("name", NAME, "Name of the event"),
                    Schema.required("people", COUNT, "People who came this far"),
                    Schema.required("from_first", NUMBER, "Share of those who took the first step"),
                    Schema.required("from_previous", NUMBER, "Share of those who took the step before"))),
            "The steps, in order"));

    static final Schema COHORTS = Schema.arrayOf(Schema.object(
            Schema.required("cohort", TIME, "Start of its bucket, in the zone"),
            Schema.required("people", COUNT, "People in it"),
            Schema.required("returned", Schema.arrayOf(COUNT), "People who returned, by bucket")));

    static final Schema LIVE = Schema.object(
            Schema.required("counts", Schema.map(COUNT), "Events of the last second by name"),
            Schema.optional("other", COUNT, "Events with other names"));

    private EventSchemas() {}
}

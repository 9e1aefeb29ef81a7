package dev.portside.http.event;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.TimeWindow;
import dev.portside.http.Problem;
import dev.portside.http.route.Call;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Parameters that queries about events have in common: a window of time, cut by an interval of a time zone. */
final class EventQuery {

    private static final Duration DEFAULT_WINDOW = Duration.ofDays(30);
    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");

    private static final Schema TIME = new Schema.AnyOf(List.of(Schema.format("date-time"), Schema.format("date")));

    static final Parameter<EventName> EVENT =
            Parameter.query("event", Schema.text(1, 200), "Name of the events", EventName::new);

    static final Parameter<ZoneId> ZONE = Parameter.query(
                    "tz", Schema.TEXT, "Time zone of days and dates, as IANA names it", EventQuery::zone)
            .orElse(ZoneId.of("UTC"));

    /** Read with the zone, which dates depend on. */
    static final Parameter<String> FROM = Parameter.query(
            "from", TIME, "First moment of the window; a date means its start in the zone", Function.identity());

    static final Parameter<String> TO = Parameter.query(
            "to", TIME, "Moment after the window; a date means its start in the zone", Function.identity());

    private EventQuery() {}

    /** Declares the interval that a window is cut by. */
    static Parameter<Interval> interval(Interval ifAbsent, Set<Interval> allowed) {
        return Parameter.query(
                        "interval",
                        Schema.oneOf(Parameter.names(allowed.stream().sorted().toList())),
                        "Length of a bucket",
                        text -> interval(text, allowed))
                .orElse(ifAbsent);
    }

    static ZoneId zone(String text) {
        return TimeZoneNames.zone(text)
                .orElseThrow(() -> new InvalidValue(
                        "must be an IANA time zone such as Europe/Berlin or UTC, but was \"" + text + "\""));
    }

    /** The window that is asked for; without an end until now, without a start the 30 days before the end. */
    static TimeWindow window(Call call, ZoneId zone, Instant now) {
        Optional<Instant> from = call.find(FROM, text -> time(text, zone));
        Optional<Instant> to = call.find(TO, text -> time(text, zone));
        return window(from, to, now);
    }

    static TimeWindow window(Optional<Instant> from, Optional<Instant> to, Instant now) {
        Instant end = to.orElse(now);
        return value("to", () -> new TimeWindow(from.orElseGet(() -> end.minus(DEFAULT_WINDOW)), end));
    }

    /** Returns a window only when a bound is given; the other bound then includes all events. */
    static Optional<TimeWindow> optionalWindow(Call call, ZoneId zone, Instant now) {
        Optional<Instant> from = call.find(FROM, text -> time(text, zone));
        Optional<Instant> to = call.find(TO, text -> time(text, zone));
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        Instant start = from.orElse(Event.EARLIEST);
        Instant end = to.orElse(now.plus(Event.MAX_AHEAD).plus(1, ChronoUnit.DAYS));
        return Optional.of(value("to", () -> new TimeWindow(start, end)));
    }

    static Buckets buckets(Interval interval, TimeWindow window, ZoneId zone) {
        return value("interval", () -> Buckets.of(window, interval, zone));
    }

    /** A time of RFC 3339, or a date, which stands for its first moment in the zone. */
    static Instant time(String text, ZoneId zone) {
        try {
            Instant time = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            // What is before has years that RFC 3339 has no words for, and so would the answer.
            if (!time.isBefore(YEAR_1)) {
                return time.truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException e) {
            throw noTime(text);
        }
        throw noTime(text);
    }

    private static InvalidValue noTime(String text) {
        return new InvalidValue(
                "must be a time such as 2026-03-29T12:00:00Z or a date such as 2026-03-29, but was \"" + text + "\"");
    }

    private static Interval interval(String text, Set<Interval> allowed) {
        for (Interval interval : allowed) {
            if (interval.name().toLowerCase(Locale.ROOT).equals(text)) {
                return interval;
            }
        }
        throw new InvalidValue("must be one of "
                + String.join(
                        ", ",
                        allowed.stream()
                                .sorted()
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .toList())
                + ", but was \"" + text + "\"");
    }

    static <T> T value(String field, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValue e) {
            throw Problem.invalid(field, e.getMessage()).exception();
        }
    }
}

package dev.portside.http.event;

import dev.portside.application.event.Analytics;
import dev.portside.domain.InvalidValue;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.http.Problem;
import dev.portside.http.Problem.FieldError;
import dev.portside.http.ProblemException;
import dev.portside.http.event.PropertiesReader.Properties;
import dev.portside.http.json.JsonFields;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads events from a request, token by token: a tree of so many would take more time than all else that is done with them.
 * An event that is wrong does not keep those behind it from being read.
 */
final class EventParser {

    static final int MAX_EVENTS = 2_500;

    private static final String EVENTS = "events";
    private static final String SENT_AT = "sent_at";

    private final JsonParser parser;
    private final Analytics analytics;
    private final Instant now;
    private final Map<String, EventName> names = new HashMap<>();
    private @Nullable PropertiesReader reader;

    /** Result of reading one item of a request. */
    sealed interface Reading {
        record Valid(NewEvent event) implements Reading {}

        record Invalid(List<FieldError> errors) implements Reading {}
    }

    /**
     * All items of a request.
     *
     * @param single whether it was one event, not in an array
     */
    record Batch(List<Reading> readings, boolean single) {}

    private EventParser(JsonParser parser, Analytics analytics) {
        this.parser = parser;
        this.analytics = analytics;
        this.now = analytics.now();
    }

    /**
     * Reads one event, an array of them, or an object whose member {@code events} is such an array; beside it, or in the one
     * event, there may be {@code sent_at}, the time at which a client sent them. The order of members has no meaning.
     *
     * @throws dev.portside.http.ProblemException with 400 when it is nothing of these, 413 for more than {@value #MAX_EVENTS}
     */
    static Batch read(JsonParser parser, Analytics analytics) {
        EventParser events = new EventParser(parser, analytics);
        try {
            return events.read();
        } finally {
            events.close();
        }
    }

    private Batch read() {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return new Batch(items(), false);
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw noEvents();
        }
        parser.nextToken();
        Fields fields = new Fields(true);
        fields.read();
        List<Reading> events = fields.events;
        if (events == null) {
            return new Batch(List.of(fields.event()), true);
        }
        List<FieldError> errors = fields.besideEvents();
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors).exception();
        }
        return new Batch(events, false);
    }

    private List<Reading> items() {
        List<Reading> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == MAX_EVENTS) {
                throw Problem.of(
                                413,
                                "too_many_events",
                                "a request may have " + MAX_EVENTS + " events at most; send the others with another")
                        .exception();
            }
            items.add(item());
        }
        if (items.isEmpty()) {
            throw noEvents();
        }
        return items;
    }

    private static ProblemException noEvents() {
        return Problem.invalid("events", "must be an event, or an array of 1 to " + MAX_EVENTS + " events")
                .exception();
    }

    private Reading item() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new Reading.Invalid(List.of(new FieldError("event", "must be a JSON object")));
        }
        parser.nextToken();
        Fields fields = new Fields(false);
        fields.read();
        return fields.event();
    }

    /** One event whose first member, or end, the parser stands at. */
    private final class Fields {
        /** Those of an event; what else there may be around events is not among them. */
        private static final Set<String> OF_EVENT =
                Set.of("id", "name", "user_id", "timestamp", PropertiesReader.FIELD);

        /** True for the whole request, which may have more members than an event has. */
        private final boolean outermost;

        private final Set<String> seen = new HashSet<>();
        private final List<FieldError> errors = new ArrayList<>();
        private @Nullable List<Reading> events;
        private Optional<EventId> id = Optional.empty();
        private @Nullable EventName name;
        private Optional<PersonId> person = Optional.empty();
        private Instant at = now;
        private Properties properties = Properties.NONE;

        Fields(boolean outermost) {
            this.outermost = outermost;
        }

        void read() {
            while (parser.currentToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (seen.add(field)) {
                    field(field);
                } else {
                    parser.skipChildren();
                    add(JsonFields.shown(field), JsonFields.TWICE);
                }
                parser.nextToken();
            }
            if (!seen.contains("name") && events == null) {
                add("name", "is required");
            }
        }

        private void field(String field) {
            switch (field) {
                case "id" -> id = text(field, EventId::parse);
                case "name" -> name = text(field, EventParser.this::named).orElse(null);
                case "user_id" -> person = person(field);
                case "timestamp" -> at = text(field, this::time).orElse(now);
                case PropertiesReader.FIELD -> properties(field);
                case EVENTS -> {
                    if (outermost) {
                        events();
                    } else {
                        unknown(field);
                    }
                }
                case SENT_AT -> {
                    if (outermost) {
                        var unused = text(field, this::anyTime);
                    } else {
                        unknown(field);
                    }
                }
                default -> unknown(field);
            }
        }

        private void unknown(String field) {
            parser.skipChildren();
            add(JsonFields.shown(field), "is not a known field");
        }

        private void events() {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw noEvents();
            }
            events = items();
        }

        /** Returns the errors around events: an event's own members belong into them. */
        List<FieldError> besideEvents() {
            List<FieldError> wrong = new ArrayList<>(errors);
            seen.stream()
                    .filter(OF_EVENT::contains)
                    .sorted()
                    .forEach(field -> wrong.add(new FieldError(field, "is not a known field beside events")));
            return wrong;
        }

        /** The one event that this is of. */
        Reading event() {
            EventName named = name;
            if (named == null || !errors.isEmpty()) {
                return new Reading.Invalid(errors);
            }
            try {
                return new Reading.Valid(new NewEvent(
                        new Event(id.orElseGet(analytics::newId), named, person, at, properties.json()),
                        properties.values()));
            } catch (InvalidValue e) {
                // The rest is checked: it is their size.
                return new Reading.Invalid(List.of(new FieldError(PropertiesReader.FIELD, e.getMessage())));
            }
        }

        private <T> Optional<T> text(String field, Function<String, T> value) {
            if (parser.currentToken() == JsonToken.VALUE_NULL && !field.equals("name")) {
                return Optional.empty();
            }
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                add(field, "must be a string");
                return Optional.empty();
            }
            return value(field, parser.getString(), value);
        }

        private <T> Optional<T> value(String field, String text, Function<String, T> value) {
            try {
                return Optional.of(value.apply(text));
            } catch (InvalidValue e) {
                add(field, e.getMessage());
                return Optional.empty();
            }
        }

        private Optional<PersonId> person(String field) {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> value(field, parser.getString(), EventParser::personOf);
                case VALUE_STRING, VALUE_NULL -> text(field, PersonId::new);
                default -> {
                    parser.skipChildren();
                    add(field, "must be a string or an integer");
                    yield Optional.empty();
                }
            };
        }

        private Instant anyTime(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new InvalidValue("must be a time such as 2026-03-29T12:00:00.123456Z (RFC 3339)");
            }
        }

        private Instant time(String text) {
            Instant time = anyTime(text);
            if (time.isBefore(Event.EARLIEST)) {
                throw new InvalidValue("must not be before " + Event.EARLIEST);
            }
            if (time.isAfter(now.plus(Event.MAX_AHEAD))) {
                throw new InvalidValue("must be at most " + Event.MAX_AHEAD.toHours() + " hours ahead");
            }
            return time.truncatedTo(ChronoUnit.MICROS);
        }

        private void properties(String field) {
            switch (parser.currentToken()) {
                case VALUE_NULL -> {}
                case START_OBJECT -> properties = reader().read(errors);
                default -> {
                    parser.skipChildren();
                    add(field, "must be an object");
                }
            }
        }

        private void add(String field, String message) {
            if (errors.size() < JsonFields.MAX_ERRORS) {
                errors.add(new FieldError(field, message));
            }
        }
    }

    private void close() {
        if (reader != null) {
            reader.close();
        }
    }

    /** One for all events of a request, and only if any has properties. */
    private PropertiesReader reader() {
        if (reader == null) {
            reader = new PropertiesReader(parser);
        }
        return reader;
    }

    private EventName named(String text) {
        return names.computeIfAbsent(text, EventName::new);
    }

    /** Its length first: to read a long number costs by the square of it. */
    private static PersonId personOf(String integer) {
        return new PersonId(integer.length() > PersonId.MAX_LENGTH ? integer : new BigInteger(integer).toString());
    }
}

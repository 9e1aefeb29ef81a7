package dev.portside.testkit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventList;
import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.RecordResult;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventCursor;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.NumberText;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Fixtures of all parts of the contract: an empty store, and events to put into it. */
public interface EventFixtures {

    /** In front of a value that is JSON already; no text may start with it, as no store need keep it. */
    String JSON_MARK = "\0";

    /** A store without events, independent of those returned before. */
    EventStore emptyStore();

    /** Ids in the order of their numbers. */
    static EventId id(int number) {
        return new EventId(new UUID(0, number));
    }

    /**
     * An event.
     *
     * @param person null for none
     * @param properties names and values in turn; the values are texts, or what {@link #json} returns
     */
    static NewEvent event(int id, String name, @Nullable String person, String at, String... properties) {
        return event(id(id), name, person, Instant.parse(at), properties);
    }

    /** Like {@link #event(int, String, String, String, String...)}, with any id. */
    static NewEvent event(EventId id, String name, @Nullable String person, Instant at, String... properties) {
        Map<PropertyName, String> values = new LinkedHashMap<>();
        List<String> members = new ArrayList<>();
        for (int i = 0; i < properties.length; i += 2) {
            String value = properties[i + 1];
            boolean isJson = value.startsWith(JSON_MARK);
            String json = isJson ? value.substring(JSON_MARK.length()) : quoted(value);
            members.add(quoted(properties[i]) + ":" + json);
            PropertyName property = new PropertyName(properties[i]);
            (isJson ? valueOf(json) : Optional.of(value)).ifPresent(one -> values.put(property, one));
        }
        return new NewEvent(written(id, name, person, at, "{" + String.join(",", members) + "}"), values);
    }

    /** An event with a text of properties of which none is a value. */
    static NewEvent eventWithText(int id, String name, @Nullable String person, String at, String properties) {
        return new NewEvent(written(id(id), name, person, Instant.parse(at), properties), Map.of());
    }

    /** A value that is not a text: a number, a boolean, null, an array or an object. */
    static String json(String value) {
        return JSON_MARK + value;
    }

    static TimeWindow window(String from, String to) {
        return new TimeWindow(Instant.parse(from), Instant.parse(to));
    }

    /** Stores events whose ids are all new. */
    static void store(EventLog log, NewEvent... events) {
        store(log, Arrays.asList(events));
    }

    /** Stores events whose ids are all new. */
    static void store(EventLog log, List<NewEvent> events) {
        assertEquals(Collections.nCopies(events.size(), RecordResult.STORED), log.record(events));
    }

    /** Everything that is stored, in the order of lists. */
    static List<Event> all(EventList list) {
        List<Event> found = new ArrayList<>();
        Optional<EventCursor> after = Optional.empty();
        do {
            EventPage page = list.list(new EventListing(
                    Optional.empty(), Optional.empty(), Optional.empty(), after, EventListing.MAX_LIMIT));
            found.addAll(page.events());
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    /** Runs the calls on one thread each, which start together, and returns what each got. */
    static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> call : calls) {
                running.add(executor.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static Event written(EventId id, String name, @Nullable String person, Instant at, String properties) {
        return new Event(id, new EventName(name), Optional.ofNullable(person).map(PersonId::new), at, properties);
    }

    private static Optional<String> valueOf(String json) {
        return switch (json.charAt(0)) {
            case '{', '[', 'n' -> Optional.empty();
            case 't', 'f' -> Optional.of(json);
            default -> Optional.of(NumberText.of(new BigDecimal(json)));
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

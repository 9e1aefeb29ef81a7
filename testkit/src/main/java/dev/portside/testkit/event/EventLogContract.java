package dev.portside.testkit.event;

import static dev.portside.application.event.RecordResult.DUPLICATE;
import static dev.portside.application.event.RecordResult.STORED;
import static dev.portside.testkit.event.EventFixtures.all;
import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.id;
import static dev.portside.testkit.event.EventFixtures.together;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.RecordResult;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract of storing events: every id once, however often it comes. */
public interface EventLogContract extends EventFixtures {

    /** The log under test, which writes to this store; the store itself unless something stands before it. */
    default EventLog log(EventStore store) {
        return store;
    }

    @Test
    default void an_empty_call_stores_nothing() {
        EventStore store = emptyStore();

        assertEquals(List.of(), log(store).record(List.of()));

        assertEquals(List.of(), all(store));
        assertEquals(Map.of(), store.totals().names());
    }

    @Test
    default void an_event_is_stored_once_and_found_as_it_was_sent() {
        EventStore store = emptyStore();
        NewEvent sent = event(1, "signup", "ada", "2026-03-10T10:20:30.123456Z", "plan", "pro");

        assertEquals(List.of(STORED), log(store).record(List.of(sent)));

        assertEquals(List.of(sent.event()), all(store));
        assertEquals(Map.of(new EventName("signup"), 1L), store.totals().names());
    }

    @Test
    default void the_first_of_several_with_the_same_id_in_a_call_counts() {
        EventStore store = emptyStore();
        NewEvent first = event(1, "first", "ada", "2026-03-10T10:00:00Z", "n", "1");
        NewEvent earlier = event(1, "earlier", "bob", "2026-01-01T00:00:00Z", "n", "2");
        NewEvent later = event(1, "later", null, "2026-06-01T00:00:00Z");

        assertEquals(List.of(STORED, DUPLICATE, DUPLICATE), log(store).record(List.of(first, earlier, later)));

        assertEquals(List.of(first.event()), all(store));
        assertEquals(Map.of(new EventName("first"), 1L), store.totals().names());
    }

    @Test
    default void an_id_is_a_duplicate_in_later_calls_though_everything_else_differs() {
        EventStore store = emptyStore();
        EventLog log = log(store);
        NewEvent first = event(1, "first", "ada", "2026-03-10T10:00:00Z");

        assertEquals(List.of(STORED), log.record(List.of(first)));
        assertEquals(List.of(DUPLICATE), log.record(List.of(first)));
        assertEquals(List.of(DUPLICATE), log.record(List.of(event(1, "first", "ada", "2026-03-10T10:00:00.000001Z"))));
        assertEquals(List.of(DUPLICATE), log.record(List.of(event(1, "other", null, "1999-12-31T23:59:59Z"))));
        assertEquals(
                List.of(DUPLICATE), log.record(List.of(event(1, "later", "bob", "2026-11-30T00:00:00Z", "a", "b"))));

        assertEquals(List.of(first.event()), all(store));
        assertEquals(Map.of(new EventName("first"), 1L), store.totals().names());
    }

    @Test
    default void there_is_one_result_for_each_event_in_the_order_given() {
        EventStore store = emptyStore();
        EventLog log = log(store);
        log.record(
                List.of(event(2, "old", null, "2026-03-10T10:00:00Z"), event(5, "old", null, "2026-04-10T10:00:00Z")));

        List<RecordResult> results = log.record(List.of(
                event(9, "new", null, "2026-05-10T10:00:00Z"),
                event(2, "new", null, "2026-05-10T10:00:00Z"),
                event(1, "new", null, "2026-03-10T10:00:00Z"),
                event(9, "new", null, "2026-01-10T10:00:00Z"),
                event(5, "new", null, "2026-04-10T10:00:00Z"),
                event(3, "new", null, "2025-05-10T10:00:00Z")));

        assertEquals(List.of(STORED, DUPLICATE, STORED, DUPLICATE, DUPLICATE, STORED), results);
        assertEquals(
                Map.of(new EventName("old"), 2L, new EventName("new"), 3L),
                store.totals().names());
    }

    @Test
    default void events_that_differ_only_in_their_ids_are_all_stored() {
        EventStore store = emptyStore();
        List<NewEvent> same = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> event(number, "same", "ada", "2026-03-10T10:00:00Z", "a", "b"))
                .toList();

        assertEquals(List.of(STORED, STORED, STORED, STORED, STORED), log(store).record(same));

        assertEquals(Map.of(new EventName("same"), 5L), store.totals().names());
    }

    @Test
    default void every_id_is_stored_exactly_once_by_eight_threads_with_mixed_batches() throws Exception {
        EventStore store = emptyStore();
        EventLog log = log(store);
        List<Callable<Map<EventId, Integer>>> threads = IntStream.range(0, 8)
                .<Callable<Map<EventId, Integer>>>mapToObj(thread -> () -> storedOf(log, mixedBatches(thread)))
                .toList();

        Map<EventId, Integer> stored = new HashMap<>();
        together(threads).forEach(of -> of.forEach((id, times) -> stored.merge(id, times, Integer::sum)));

        Map<EventId, Integer> once = new HashMap<>();
        IntStream.range(0, 240).forEach(number -> once.put(id(number), 1));
        assertEquals(once, stored);
        assertEquals(240, all(store).size());
        assertEquals(
                240,
                store.totals().names().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Test
    default void one_call_of_many_threads_with_the_same_new_event_is_told_that_it_is_stored() throws Exception {
        EventStore store = emptyStore();
        EventLog log = log(store);

        for (int number = 0; number < 20; number++) {
            NewEvent same = event(number, "same", "ada", "2026-03-10T10:00:00Z");
            Callable<List<RecordResult>> call = () -> log.record(List.of(same));
            List<List<RecordResult>> results = together(Collections.nCopies(8, call));

            assertEquals(1, Collections.frequency(results, List.of(STORED)));
            assertEquals(7, Collections.frequency(results, List.of(DUPLICATE)));
        }

        assertEquals(Map.of(new EventName("same"), 20L), store.totals().names());
    }

    @Test
    default void two_thousand_five_hundred_events_are_stored_in_one_call() {
        EventStore store = emptyStore();
        Instant start = Instant.parse("2026-03-10T10:00:00Z");
        List<NewEvent> events = new ArrayList<>();
        for (int number = 0; number < 2_500; number++) {
            String person = number % 3 == 0 ? null : "person " + number % 100;
            Instant at = start.plusSeconds(number * 60L);
            events.add(event(id(number), "many " + number % 5, person, at, "number", "n" + number));
        }
        Collections.shuffle(events, new Random(1));

        assertEquals(Collections.nCopies(2_500, STORED), log(store).record(events));

        assertEquals(inOrder(events), all(store));
        assertEquals(
                Map.of(
                        new EventName("many 0"), 500L,
                        new EventName("many 1"), 500L,
                        new EventName("many 2"), 500L,
                        new EventName("many 3"), 500L,
                        new EventName("many 4"), 500L),
                store.totals().names());
        assertEquals(Collections.nCopies(2_500, DUPLICATE), log(store).record(events));
    }

    @Test
    default void events_of_twenty_five_years_are_stored_in_one_call() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        for (int year = 2001; year <= 2026; year++) {
            events.add(event(year, "birthday", "ada", year + "-02-28T23:59:59.999999Z"));
            events.add(event(10_000 + year, "birthday", "ada", year + "-07-01T00:00:00Z"));
        }
        Collections.shuffle(events, new Random(2));

        assertEquals(Collections.nCopies(52, STORED), log(store).record(events));

        assertEquals(inOrder(events), all(store));
        assertEquals(Map.of(new EventName("birthday"), 52L), store.totals().names());
    }

    private static List<Event> inOrder(List<NewEvent> events) {
        return events.stream().map(NewEvent::event).sorted(Event.NEWEST_FIRST).toList();
    }

    /** All of 240 ids in an order of the thread's own, cut into calls of different lengths; some twice in a call. */
    private static List<List<NewEvent>> mixedBatches(int thread) {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, 240).boxed().toList());
        Random random = new Random(thread);
        Collections.shuffle(numbers, random);
        List<List<NewEvent>> batches = new ArrayList<>();
        for (int from = 0; from < numbers.size(); ) {
            int to = Math.min(numbers.size(), from + 1 + random.nextInt(30));
            List<NewEvent> batch = new ArrayList<>();
            for (int number : numbers.subList(from, to)) {
                batch.add(mixed(number));
            }
            batch.add(mixed(numbers.get(from)));
            batches.add(batch);
            from = to;
        }
        return batches;
    }

    private static NewEvent mixed(int number) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number * 86_400L);
        return event(id(number), "mixed " + number % 7, "person " + number % 11, at, "n", "v" + number % 3);
    }

    private static Map<EventId, Integer> storedOf(EventLog log, List<List<NewEvent>> batches) {
        Map<EventId, Integer> stored = new HashMap<>();
        for (List<NewEvent> batch : batches) {
            List<RecordResult> results = log.record(batch);
            assertEquals(batch.size(), results.size());
            for (int i = 0; i < batch.size(); i++) {
                if (results.get(i) == STORED) {
                    stored.merge(batch.get(i).event().id(), 1, Integer::sum);
                }
            }
        }
        return stored;
    }
}

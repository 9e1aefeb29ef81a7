package dev.portside.application.inmemory;

import dev.portside.application.event.EventStore;
import dev.portside.application.event.RecordResult;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.Query;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Events in this process's memory: the executable specification of {@link EventStore}, and a way to run without services.
 * People are always counted exactly.
 */
public final class InMemoryEventStore implements EventStore {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<EventId> ids = new HashSet<>();
    private final NavigableSet<Event> newestFirst = new TreeSet<>(Event.NEWEST_FIRST);
    private final Map<EventName, List<NewEvent>> byName = new LinkedHashMap<>();
    private final Query.Visitor answers = new Answers();

    /** Starts empty. */
    public InMemoryEventStore() {}

    @Override
    public List<RecordResult> record(List<NewEvent> events) {
        // All or none: what is no event is found out before the first is stored.
        List<NewEvent> all = List.copyOf(events);
        return locked(lock.writeLock(), () -> all.stream().map(this::record).toList());
    }

    private RecordResult record(NewEvent added) {
        Event event = added.event();
        if (!ids.add(event.id())) {
            return RecordResult.DUPLICATE;
        }
        newestFirst.add(event);
        byName.computeIfAbsent(event.name(), any -> new ArrayList<>()).add(added);
        return RecordResult.STORED;
    }

    @Override
    public EventPage list(EventListing listing) {
        return locked(lock.readLock(), () -> {
            EventPage.Gathering gathering = new EventPage.Gathering(listing.limit());
            var unused = newestFirst.stream()
                    .filter(event -> listing.after()
                            .map(cursor -> cursor.isBefore(event))
                            .orElse(true))
                    .filter(event -> matches(listing, event))
                    .allMatch(gathering::add);
            return gathering.page();
        });
    }

    private static boolean matches(EventListing listing, Event event) {
        return listing.name().map(event.name()::equals).orElse(true)
                && listing.person()
                        .map(one -> event.person().equals(listing.person()))
                        .orElse(true)
                && listing.window().map(window -> window.contains(event.at())).orElse(true);
    }

    @Override
    public EventTotals totals() {
        return locked(lock.readLock(), () -> {
            Map<EventName, Long> names = byName.entrySet().stream()
                    .limit(EventTotals.MAX_NAMES)
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, entry -> (long) entry.getValue().size()));
            long named = names.values().stream().mapToLong(Long::longValue).sum();
            return new EventTotals(names, newestFirst.size() - named);
        });
    }

    @Override
    public <A> A answer(Query<A> query) {
        return locked(lock.readLock(), () -> query.accept(answers));
    }

    private List<NewEvent> named(EventName name) {
        return byName.getOrDefault(name, List.of());
    }

    private static <T> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Computation over all events; called with the lock held. */
    private final class Answers implements Query.Visitor {

        @Override
        public Trend trend(TrendQuery query) {
            return EventTrends.answer(query, named(query.event()));
        }

        @Override
        public List<ValueCount> top(TopQuery query) {
            Map<String, Long> counts = new TreeMap<>();
            Stream<NewEvent> events = query.event()
                    .map(name -> named(name).stream())
                    .orElseGet(() -> byName.values().stream().flatMap(List::stream));
            events.filter(added -> query.window().contains(added.event().at()))
                    .map(added -> added.values().get(query.property()))
                    .filter(value -> value != null)
                    .forEach(value -> counts.merge(value, 1L, Long::sum));
            return counts.entrySet().stream()
                    .map(entry -> new ValueCount(entry.getKey(), entry.getValue()))
                    .sorted(ValueCount.MOST_FREQUENT_FIRST)
                    .limit(query.limit())
                    .toList();
        }

        @Override
        public List<Long> funnel(FunnelQuery query) {
            Stream<Event> events = query.steps().stream()
                    .distinct()
                    .flatMap(name -> named(name).stream())
                    .map(NewEvent::event);
            return EventFunnels.answer(query, events);
        }

        @Override
        public List<Cohort> retention(RetentionQuery query) {
            return EventRetention.answer(query, named(query.event()), named(query.returning()));
        }
    }
}

package dev.portside.application.inmemory;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.PersonId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Funnels of events in memory: each person is followed through the steps. */
final class EventFunnels {

    private EventFunnels() {}

    static List<Long> answer(FunnelQuery query, Stream<Event> events) {
        Map<PersonId, @Nullable Instant[]> began = new HashMap<>();
        events.filter(event -> event.person().isPresent())
                .filter(event -> query.window().contains(event.at()))
                .sorted(Event.NEWEST_FIRST.reversed())
                .forEach(event -> follow(
                        query,
                        event,
                        began.computeIfAbsent(
                                event.person().orElseThrow(),
                                any -> new Instant[query.steps().size()])));
        long[] people = new long[query.steps().size()];
        for (@Nullable Instant[] reached : began.values()) {
            for (int step = 0; step < people.length; step++) {
                people[step] += reached[step] == null ? 0 : 1;
            }
        }
        return Arrays.stream(people).boxed().toList();
    }

    /**
     * Keeps, for each step, the latest time at which a chain that has come so far can have begun. From the last step down,
     * so that one event is not two steps.
     */
    private static void follow(FunnelQuery query, Event event, @Nullable Instant[] began) {
        for (int step = began.length - 1; step >= 0; step--) {
            if (!query.steps().get(step).equals(event.name())) {
                continue;
            }
            if (step == 0) {
                began[0] = event.at();
                continue;
            }
            Instant start = began[step - 1];
            if (start != null && !event.at().isAfter(start.plus(query.within()))) {
                began[step] = start;
            }
        }
    }
}

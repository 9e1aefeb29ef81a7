package dev.portside.application.inmemory;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.People;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.Trend.Group;
import dev.portside.domain.event.Trend.Point;
import dev.portside.domain.event.Trend.Series;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Trends of events in memory, counted one by one. */
final class EventTrends {

    private EventTrends() {}

    static Trend answer(TrendQuery query, List<NewEvent> events) {
        List<NewEvent> inWindow = events.stream()
                .filter(added -> query.buckets().window().contains(added.event().at()))
                .toList();
        if (query.by().isEmpty()) {
            return new Trend(List.of(new Series(new Group.All(), points(query, inWindow))));
        }
        Map<String, List<NewEvent>> byValue = new HashMap<>();
        for (NewEvent added : inWindow) {
            String value = added.values().get(query.by().get());
            if (value != null) {
                byValue.computeIfAbsent(value, any -> new ArrayList<>()).add(added);
            }
        }
        List<String> values = byValue.entrySet().stream()
                .map(entry -> new ValueCount(entry.getKey(), entry.getValue().size()))
                .sorted(ValueCount.MOST_FREQUENT_FIRST)
                .map(ValueCount::value)
                .toList();
        List<Series> series = new ArrayList<>();
        values.stream()
                .limit(TrendQuery.TOP)
                .forEach(value -> series.add(
                        new Series(new Group.Value(value), points(query, byValue.getOrDefault(value, List.of())))));
        if (values.size() > TrendQuery.TOP) {
            List<NewEvent> others = values.stream()
                    .skip(TrendQuery.TOP)
                    .flatMap(value -> byValue.getOrDefault(value, List.of()).stream())
                    .toList();
            series.add(new Series(new Group.Others(), points(query, others)));
        }
        return new Trend(series);
    }

    private static List<Point> points(TrendQuery query, Collection<NewEvent> events) {
        int size = query.buckets().size();
        long[] counts = new long[size];
        List<Set<PersonId>> people = IntStream.range(0, size)
                .<Set<PersonId>>mapToObj(i -> new HashSet<>())
                .toList();
        for (NewEvent added : events) {
            Event event = added.event();
            int bucket = query.buckets().indexOf(event.at()).orElseThrow();
            counts[bucket]++;
            event.person().ifPresent(people.get(bucket)::add);
        }
        return IntStream.range(0, size)
                .mapToObj(i -> new Point(counts[i], People.exactly(people.get(i).size())))
                .toList();
    }
}

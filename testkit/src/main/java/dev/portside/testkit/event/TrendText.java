package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Trends as text: points as events/people, with a tilde when people are estimated. */
final class TrendText {

    private TrendText() {}

    static List<String> days(EventStore store, String name, String from, String to) {
        return trend(store, name, Interval.DAY, "UTC", window(from, to), Optional.empty());
    }

    static List<String> daysBy(EventStore store, String property, String from, String to) {
        return trend(store, "view", Interval.DAY, "UTC", window(from, to), Optional.of(new PropertyName(property)));
    }

    static List<String> trend(EventStore store, Interval interval, String zone, TimeWindow window) {
        return trend(store, "view", interval, zone, window, Optional.empty());
    }

    static List<String> trend(
            EventStore store,
            String name,
            Interval interval,
            String zone,
            TimeWindow window,
            Optional<PropertyName> by) {
        Buckets buckets = Buckets.of(window, interval, ZoneId.of(zone));
        return store.answer(new TrendQuery(new EventName(name), buckets, by)).series().stream()
                .map(TrendText::written)
                .toList();
    }

    private static String written(Trend.Series series) {
        String group = switch (series.group()) {
            case Trend.Group.All() -> "all:";
            case Trend.Group.Value(String value) -> "'" + value + "':";
            case Trend.Group.Others() -> "others:";
        };
        StringBuilder line = new StringBuilder(group);
        for (Trend.Point point : series.points()) {
            line.append(' ')
                    .append(point.count())
                    .append('/')
                    .append(point.people().count());
            if (point.people().error() != 0) {
                line.append('~');
            }
        }
        return line.toString();
    }
}

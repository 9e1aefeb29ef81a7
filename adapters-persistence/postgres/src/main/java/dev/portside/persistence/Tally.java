package dev.portside.persistence;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.People;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.Trend.Group;
import dev.portside.domain.event.Trend.Point;
import dev.portside.domain.event.Trend.Series;
import dev.portside.domain.event.TrendQuestion;
import dev.portside.domain.event.ValueCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts by bucket and value, while they are put together. */
final class Tally {

    /** One value in one bucket. */
    static final class Cell {
        private final PeopleSketch merged = new PeopleSketch();
        private People alone = People.NONE;
        private long count;

        void add(@Nullable String person, long times) {
            count += times;
            if (person != null) {
                merged.add(person);
            }
        }

        void merge(long times, byte @Nullable [] sketch) {
            count += times;
            merged.merge(sketch);
        }

        /** The only part of this cell that has any people. */
        void add(long times, People people) {
            count += times;
            alone = alone.count() > people.count() ? alone : people;
        }

        Point point() {
            People people = merged.people();
            return new Point(count, people.count() > 0 ? people : alone);
        }
    }

    private final Buckets buckets;
    private final boolean withPeople;
    private final Map<String, @Nullable Cell[]> values = new HashMap<>();

    private Tally(Buckets buckets, boolean withPeople) {
        this.buckets = buckets;
        this.withPeople = withPeople;
    }

    static Tally ofEventsAndPeople(Buckets buckets) {
        return new Tally(buckets, true);
    }

    /** What it says of people means nothing, and costs nothing. */
    static Tally ofEvents(Buckets buckets) {
        return new Tally(buckets, false);
    }

    boolean isWithPeople() {
        return withPeople;
    }

    Buckets buckets() {
        return buckets;
    }

    Cell cell(int bucket, String value) {
        @Nullable Cell[] cells = values.computeIfAbsent(value, any -> new Cell[buckets.size()]);
        Cell cell = cells[bucket];
        if (cell == null) {
            cell = new Cell();
            cells[bucket] = cell;
        }
        return cell;
    }

    /** Whether anything has been counted in this bucket. */
    boolean isCounted(int bucket) {
        return values.values().stream().anyMatch(cells -> cells[bucket] != null);
    }

    Trend whole() {
        return new Trend(List.of(new Series(new Group.All(), points(values.get(EventDeltas.NO_VALUE)))));
    }

    Trend brokenDown() {
        List<ValueCount> all = top(Integer.MAX_VALUE);
        List<Series> series = new ArrayList<>();
        for (ValueCount value : all.subList(0, Math.min(all.size(), TrendQuestion.TOP))) {
            series.add(new Series(new Group.Value(value.value()), points(values.get(value.value()))));
        }
        if (all.size() > TrendQuestion.TOP) {
            series.add(new Series(new Group.Others(), others(all.subList(TrendQuestion.TOP, all.size()))));
        }
        return new Trend(series);
    }

    /** The most frequent values. */
    List<ValueCount> top(int limit) {
        return values.entrySet().stream()
                .map(entry -> new ValueCount(entry.getKey(), count(entry.getValue())))
                .sorted(ValueCount.MOST_FREQUENT_FIRST)
                .limit(limit)
                .toList();
    }

    private static long count(@Nullable Cell[] cells) {
        return Arrays.stream(cells)
                .mapToLong(cell -> cell == null ? 0 : cell.count)
                .sum();
    }

    private List<Point> points(@Nullable Cell @Nullable [] cells) {
        List<Point> points = new ArrayList<>(buckets.size());
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            Cell cell = cells == null ? null : cells[bucket];
            points.add(cell == null ? Point.NOTHING : cell.point());
        }
        return points;
    }

    private List<Point> others(List<ValueCount> others) {
        List<Point> points = new ArrayList<>(buckets.size());
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            Cell together = new Cell();
            for (ValueCount value : others) {
                @Nullable Cell[] cells = values.get(value.value());
                Cell cell = cells == null ? null : cells[bucket];
                if (cell != null) {
                    together.count += cell.count;
                    together.merged.merge(cell.merged);
                }
            }
            points.add(together.point());
        }
        return points;
    }
}

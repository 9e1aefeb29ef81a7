package dev.portside.persistence.event.query;

import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.People;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.Trend.Group;
import dev.portside.domain.event.Trend.Point;
import dev.portside.domain.event.Trend.Series;
import dev.portside.persistence.event.rollup.DistinctCountSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Points of a trend, by bucket and group, while they are put together. However many values there are, there are no more groups than
 * lines in the chart: those that were chosen, numbered from 1, and one for all others.
 */
final class Tally {

    /** One group in one bucket, whose people may come from several sources. */
    static final class Cell {
        private final DistinctCountSketch merged = new DistinctCountSketch();
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

        private Point point() {
            People people = merged.people();
            return Tally.point(count, people.count() > 0 ? people : alone);
        }
    }

    private final Buckets buckets;
    private final Point[][] points;

    /** @param chosen how many groups there are of one value each */
    Tally(Buckets buckets, int chosen) {
        this.buckets = buckets;
        this.points = new Point[chosen + 1][buckets.size()];
        for (Point[] line : points) {
            Arrays.fill(line, Point.NOTHING);
        }
    }

    Buckets buckets() {
        return buckets;
    }

    /** The number of the group that is none of a chosen value: of all others, or of all events. */
    int others() {
        return points.length;
    }

    void put(int bucket, int group, long count, People people) {
        points[group - 1][bucket] = point(count, people);
    }

    /** @param cells of the groups, without one for those that have nothing in this bucket */
    void put(int bucket, @Nullable Cell[] cells) {
        for (int group = 0; group < cells.length; group++) {
            Cell cell = cells[group];
            if (cell != null) {
                points[group][bucket] = cell.point();
            }
        }
    }

    /** An estimate may say that there were more people than events, which cannot be. */
    private static Point point(long count, People people) {
        return new Point(count, people.count() > count ? new People(count, people.error()) : people);
    }

    Trend whole() {
        return new Trend(List.of(new Series(new Group.All(), List.of(points[0]))));
    }

    /**
     * Returns the series of each chosen value, and of all others.
     *
     * @param chosen the values of the first groups, in order
     * @param withOthers whether there are values beside them
     */
    Trend brokenDown(List<String> chosen, boolean withOthers) {
        List<Series> series = new ArrayList<>();
        for (int group = 0; group < chosen.size(); group++) {
            series.add(new Series(new Group.Value(chosen.get(group)), List.of(points[group])));
        }
        if (withOthers) {
            series.add(new Series(new Group.Others(), List.of(points[others() - 1])));
        }
        return new Trend(series);
    }
}

package dev.portside.domain.event;

import java.util.List;

/**
 * The answer to a {@link TrendQuery}.
 *
 * @param series without a break-down exactly one, of {@link Group.All}; with one, those of the values, the most frequent
 *     first (equally frequent ones in the order of their code points), then {@link Group.Others} if there are any
 */
public record Trend(List<Series> series) {

    /** Group that a series counts. */
    public sealed interface Group {
        record All() implements Group {}

        record Value(String value) implements Group {}

        record Others() implements Group {}
    }

    /**
     * One line of a chart.
     *
     * @param points one for each bucket, in order
     */
    public record Series(Group group, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    public record Point(long count, People people) {
        public static final Point NOTHING = new Point(0, People.NONE);
    }

    public Trend {
        series = List.copyOf(series);
    }
}

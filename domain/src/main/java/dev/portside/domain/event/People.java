package dev.portside.domain.event;

/**
 * Number of different people.
 *
 * @param error of the count, as a part of it, that it keeps within in 95 of 100 cases; 0 when the count is exact
 */
public record People(long count, double error) {

    public static final People NONE = new People(0, 0);

    public static People exactly(long count) {
        return new People(count, 0);
    }
}

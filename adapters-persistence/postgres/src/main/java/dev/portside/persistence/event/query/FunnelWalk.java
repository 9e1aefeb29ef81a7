package dev.portside.persistence.event.query;

import java.util.Arrays;

/**
 * Steps that people have reached, while their events are gone through in the order of time. There is room for a bounded number of
 * people: when it is full, those whose hashes are in the upper half of the range are left out, for another walk. Not for use by
 * many threads.
 */
final class FunnelWalk {

    /** No event is of that time. */
    private static final long NOT_REACHED = Long.MIN_VALUE;

    /** In place of a key; a person with this hash gets the next. */
    private static final long FREE = 0;

    private static final int FIRST_CAPACITY = 1 << 10;

    private final int steps;
    private final long within;
    private final int maxCapacity;
    private final long from;
    private long to;

    private long[] people = new long[FIRST_CAPACITY];
    private long[][] began;
    private int size;

    /**
     * Begins without people.
     *
     * @param within microseconds between the first step and the last at most
     * @param from the lowest hash of a person that is wanted
     * @param to the highest
     * @param maxBytes for all who are remembered, at least a kilobyte for each step
     */
    FunnelWalk(int steps, long within, long from, long to, int maxBytes) {
        this.steps = steps;
        this.within = within;
        this.from = from;
        this.to = to;
        int places = maxBytes / (Long.BYTES * (steps + 1));
        this.maxCapacity = Math.max(FIRST_CAPACITY, Integer.highestOneBit(places));
        this.began = notReached(FIRST_CAPACITY);
    }

    private long[][] notReached(int capacity) {
        long[][] none = new long[steps][capacity];
        for (long[] step : none) {
            Arrays.fill(step, NOT_REACHED);
        }
        return none;
    }

    /** The highest hash of those who were not left out. */
    long to() {
        return to;
    }

    /**
     * Goes on to an event, which is later than all before.
     *
     * @param person a hash
     * @param at microseconds
     * @param mayBe the numbers of the steps that it may be, from the last down, so that one event is not two steps
     */
    void go(long person, long at, int[] mayBe) {
        if (person < from || person > to) {
            return;
        }
        int place = place(people, person);
        if (people[place] == FREE) {
            if (mayBe[mayBe.length - 1] != 0) {
                // Who has not done the first step has reached no other.
                return;
            }
            place = add(person);
            if (place < 0) {
                return;
            }
        }
        for (int step : mayBe) {
            if (step == 0) {
                began[0][place] = at;
            } else {
                long start = began[step - 1][place];
                if (start != NOT_REACHED && at - start <= within) {
                    began[step][place] = start;
                }
            }
        }
    }

    private static long key(long person) {
        return person == FREE ? 1 : person;
    }

    private static int place(long[] people, long person) {
        long key = key(person);
        int place = (int) (key ^ key >>> 32) & people.length - 1;
        while (people[place] != FREE && people[place] != key) {
            place = place + 1 & people.length - 1;
        }
        return place;
    }

    /** Returns the place, or a negative number when the person is left out. */
    private int add(long person) {
        while (size >= people.length / 3 * 2) {
            if (people.length < maxCapacity) {
                move(people.length * 2);
            } else {
                // The difference may be more than a long has.
                to = from + ((to - from) >>> 1);
                move(people.length);
            }
        }
        if (person > to) {
            return -1;
        }
        int place = place(people, person);
        people[place] = key(person);
        size++;
        return place;
    }

    private void move(int capacity) {
        long[] before = people;
        long[][] beganBefore = began;
        people = new long[capacity];
        began = notReached(capacity);
        size = 0;
        for (int old = 0; old < before.length; old++) {
            if (before[old] != FREE && before[old] <= to) {
                int place = place(people, before[old]);
                people[place] = before[old];
                for (int step = 0; step < steps; step++) {
                    began[step][place] = beganBefore[step][old];
                }
                size++;
            }
        }
    }

    /** Adds how many people have reached each step. */
    void addTo(long[] reached) {
        for (int step = 0; step < steps; step++) {
            for (long start : began[step]) {
                if (start != NOT_REACHED) {
                    reached[step]++;
                }
            }
        }
    }
}

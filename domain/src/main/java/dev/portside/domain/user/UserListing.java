package dev.portside.domain.user;

import dev.portside.domain.InvalidValue;
import java.util.Optional;

/**
 * Request for a part of the list of users.
 *
 * @param limit the most users to return, 1 to {@value #MAX_LIMIT}
 */
public record UserListing(Optional<NameSearch> search, Start start, int limit) {

    public static final int MAX_LIMIT = 100;

    /** Start of the part. */
    public sealed interface Start {}

    /**
     * Behind the users of the pages before. Costs by its depth.
     *
     * @param number 1 is the first page
     */
    public record Page(long number) implements Start {

        public static final Page FIRST = new Page(1);

        public Page {
            if (number < 1) {
                throw new InvalidValue("must be at least 1, but was " + number);
            }
        }
    }

    /** Behind a place. Costs the same at any depth. */
    public record After(UserCursor cursor) implements Start {}

    public UserListing {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue("must be 1 to " + MAX_LIMIT + ", but was " + limit);
        }
        if (start instanceof Page page && page.number() - 1 > Long.MAX_VALUE / limit) {
            throw new InvalidValue("must be a page whose first row has a 64-bit number, but was " + page.number());
        }
    }

    /** Returns whether this is read from a known place of the order and no further than its limit, so that it is always quick. */
    public boolean costsTheSameAtAnyDepth() {
        return search.isEmpty()
                && switch (start) {
                    case Page page -> page.equals(Page.FIRST);
                    case After after -> true;
                };
    }

    /** How many users of the order come before a page that starts here. */
    public static long offset(Page page, int limit) {
        return Math.multiplyExact(page.number() - 1, limit);
    }
}

package dev.portside.application.storage;

import java.time.Instant;
import java.util.function.LongConsumer;

/** Generator of data, to try things at size. Not for use by several threads. */
public interface Seeding {

    /**
     * Adds users: all of them, or none when it throws. Their addresses differ from those of every earlier time.
     *
     * @param count at least 0
     * @param progress takes, now and then and at the end, how many have been sent
     * @return how many were added
     * @throws dev.portside.application.Fault when the storage fails
     */
    long seedUsers(long count, LongConsumer progress);

    /**
     * Adds events of the year before now: all of them, or none when it throws before they are all sent.
     *
     * @param count at least 0
     * @param progress takes, now and then and at the end, how many have been sent
     * @return how many were added
     * @throws dev.portside.application.Fault when the storage fails
     */
    long seedEvents(long count, Instant now, LongConsumer progress);
}

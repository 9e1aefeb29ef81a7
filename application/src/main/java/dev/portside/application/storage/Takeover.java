package dev.portside.application.storage;

import java.util.function.LongConsumer;

/** Takes over everything that another storage of the same kind keeps. */
public interface Takeover {

    /**
     * Copies all of it, as it is at one moment: all, or nothing when it throws. The other is brought up to date first, and otherwise
     * stays as it is. Nothing may be kept here before.
     *
     * @param address of the other, as this one's own is set
     * @param progress is told now and then, and at the end, how many rows have come
     * @return how many rows there are
     * @throws dev.portside.application.Fault when one of the two fails, or something is kept here already
     * @throws IllegalArgumentException when the address is none, with what is expected
     */
    long copyFrom(String address, LongConsumer progress);
}

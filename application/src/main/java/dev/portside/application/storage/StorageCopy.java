package dev.portside.application.storage;

import java.util.function.LongConsumer;

/** Copy of everything from another storage of the same kind. */
public interface StorageCopy {

    /**
     * Brings the schema here to the version of the other's, which stays as it is: a server of its own version may go on serving it.
     *
     * @param address of the other, as this one's own is set
     * @throws dev.portside.application.Fault UNAVAILABLE while one of the two cannot be reached; MISCONFIGURED when the other has a schema that cannot be
     *     copied, or this one a later one
     * @throws IllegalArgumentException when the address is none, with what is expected
     */
    void prepareFor(String address);

    /**
     * Copies all of it, as it is at one moment: all, or nothing when it throws; then brings the schema here up to date. Nothing is
     * written to the other. Nothing may be kept here before.
     *
     * @param address of the other, as this one's own is set
     * @param progress takes, now and then and at the end, how many rows have come
     * @return how many rows there are
     * @throws dev.portside.application.Fault when one of the two fails, or something is kept here already
     * @throws IllegalArgumentException when the address is none, with what is expected
     */
    long copyFrom(String address, LongConsumer progress);
}

package dev.portside.application.storage;

/**
 * Secrets that all programs over one storage share, and no other program knows: keys that sign their messages to each other.
 * Safe for use by many threads.
 */
@FunctionalInterface
public interface SharedSecrets {

    /** Bytes of each secret. */
    int BYTES = 32;

    /**
     * Returns the secret of this name: {@link #BYTES} random bytes, made when it is first asked for, and the same for everybody
     * from then on, also for those who ask for the first time at the same moment. It is as lasting as what else is stored; an
     * operator may replace it.
     *
     * @param name 1 to 64 letters, digits, dots or hyphens
     * @return a copy of one's own
     * @throws dev.portside.application.Fault when the storage fails
     */
    byte[] secret(String name);
}

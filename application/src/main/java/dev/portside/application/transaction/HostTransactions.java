package dev.portside.application.transaction;

/**
 * Transactions of the program around the core. A call that is made in one is a part of it: what it writes is committed or rolled
 * back with all else that the program does there, and seen by others from then on. Transactions are "read committed": in a stricter
 * one, what another has done meanwhile can end a call in a fault. Safe for use by many threads.
 *
 * @see dev.portside.application.storage.Storage#transactions
 */
public interface HostTransactions {

    /** Returns whether the calling thread is in one. */
    boolean isActive();

    /**
     * Does something as soon as the one that the calling thread is in has ended, committed or not, and before the thread that ended it goes
     * on.
     *
     * @param work that does not throw
     * @throws IllegalStateException when the calling thread is in none
     */
    void afterEnd(Runnable work);
}

package dev.portside.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The end of one transaction of Spring's, and what is done then. It hears of a commit before all others, so that these are outside
 * the transaction when they call, and find nothing outdated. For the one thread that the transaction is on.
 */
final class TransactionEnd implements TransactionSynchronization, PriorityOrdered {

    private final List<Runnable> work = new ArrayList<>();
    private boolean reached;

    private TransactionEnd() {}

    /**
     * That of the transaction that the calling thread is in. It has to be asked for before the transaction ends: to one that was
     * asked for later it seems to go on.
     *
     * @throws IllegalStateException when Spring announces no end
     */
    static TransactionEnd ofCurrent() {
        for (TransactionSynchronization other : TransactionSynchronizationManager.getSynchronizations()) {
            if (other instanceof TransactionEnd end) {
                return end;
            }
        }
        TransactionEnd end = new TransactionEnd();
        TransactionSynchronizationManager.registerSynchronization(end);
        return end;
    }

    /** From the commit on, when Spring still has the connection but commits nothing any more. */
    boolean isReached() {
        return reached;
    }

    /** Does this too when the transaction has ended. */
    void then(Runnable last) {
        work.add(last);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void afterCommit() {
        reach();
    }

    /** The first that is heard of a rollback, and the last of a commit. */
    @Override
    public void afterCompletion(int status) {
        reach();
    }

    private void reach() {
        reached = true;
        List<Runnable> due = List.copyOf(work);
        work.clear();
        due.forEach(Runnable::run);
    }
}

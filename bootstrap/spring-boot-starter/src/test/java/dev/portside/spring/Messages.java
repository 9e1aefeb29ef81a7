package dev.portside.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions of something that is no database, of one thread. */
final class Messages extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1L;

    private boolean open;

    @Override
    protected Object doGetTransaction() {
        return new Object();
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return open;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        open = true;
    }

    @Override
    protected Object doSuspend(Object transaction) {
        open = false;
        return this;
    }

    @Override
    protected void doResume(@Nullable Object transaction, Object suspended) {
        open = true;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {}

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        open = false;
    }
}

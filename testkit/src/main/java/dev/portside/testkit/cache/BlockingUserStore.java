package dev.portside.testkit.cache;

import dev.portside.application.Fault;
import dev.portside.testkit.user.HookedUserStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A store that holds a read back with its answer in hand, does something before a write, or does it and says that it failed. */
final class BlockingUserStore extends HookedUserStore {

    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch hasRead = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private volatile boolean holding;
    private volatile boolean failing;
    private volatile Runnable beforeWrites = () -> {};

    /** From now on the first read waits for {@link #release}. */
    void hold() {
        holding = true;
    }

    /** Returns when a read has its answer and is held. */
    void awaitRead() {
        await(hasRead, "no read has come to the store, although nothing can be kept yet");
    }

    /** Lets the read end that is held. */
    void release() {
        mayAnswer.countDown();
    }

    /** From now on writes are done, and fail all the same. */
    void failAfterWrites() {
        failing = true;
    }

    /** From now on this is done when a write has come here and has changed nothing yet. */
    void beforeWrites(Runnable action) {
        beforeWrites = action;
    }

    @Override
    protected <T> T reading(Supplier<T> read) {
        T answer = read.get();
        boolean mine;
        synchronized (this) {
            mine = holding;
            holding = false;
        }
        if (mine) {
            hasRead.countDown();
            await(mayAnswer, "the test has not let the read end");
        }
        return answer;
    }

    @Override
    protected <T> T writing(Supplier<T> write) {
        beforeWrites.run();
        T done = write.get();
        if (failing) {
            throw new Fault(Fault.Category.TIMEOUT, "the answer was lost");
        }
        return done;
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}

package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients at the same time, each on a thread of its own. */
final class Clients implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Boolean>> running = new ArrayList<>();

    /** Starts one, which says whether all went well. */
    void add(Callable<Boolean> client) {
        running.add(threads.submit(client));
    }

    /** Waits for all, and fails as the first did that failed. */
    void await() throws Exception {
        for (Future<Boolean> client : running) {
            try {
                assertTrue(client.get(30, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AssertionError failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

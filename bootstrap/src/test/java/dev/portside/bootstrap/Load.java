package dev.portside.bootstrap;

import dev.portside.http.contract.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Many connections that ask for one thing over and over, each until the server takes no more connections. */
final class Load implements AutoCloseable {

    private final int port;
    private final String target;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch warm;
    private final List<Thread> threads = new ArrayList<>();

    /** How often each status was answered. */
    final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    /** Requests that were sent on an open connection and not answered whole. */
    final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private Load(int port, String target, int connections) {
        this.port = port;
        this.target = target;
        this.warm = new CountDownLatch(connections);
    }

    /** Returns when every connection has had its first answers. */
    static Load on(int port, String target, int connections) throws InterruptedException {
        Load load = new Load(port, target, connections);
        for (int i = 0; i < connections; i++) {
            load.threads.add(Thread.ofVirtual().start(load::run));
        }
        load.warm.await();
        return load;
    }

    long answered(int status) {
        LongAdder count = statuses.get(status);
        return count == null ? 0 : count.sum();
    }

    /** Waits until every connection has found the server gone, or has been asked to end. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Ends the load, and waits for the answers to what is under way. */
    void end() throws InterruptedException {
        ended.set(true);
        join();
    }

    @Override
    public void close() {
        ended.set(true);
    }

    private void run() {
        long answers = 0;
        while (!ended.get()) {
            try (Wire wire = Wire.to(port)) {
                boolean open = true;
                while (open && !ended.get()) {
                    Wire.Answer answer = wire.request("GET", target).answer();
                    statuses.computeIfAbsent(answer.status(), any -> new LongAdder())
                            .increment();
                    open = !answer.field("Connection").equals(Optional.of("close"));
                    if (++answers == 20) {
                        warm.countDown();
                    }
                }
            } catch (ConnectException e) {
                return;
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }
}

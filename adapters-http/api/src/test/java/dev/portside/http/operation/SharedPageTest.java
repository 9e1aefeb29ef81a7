package dev.portside.http.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedPageTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void thousands_who_ask_at_once_share_one_page() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        SharedPage page = page(mayEnd);
        List<Future<byte[]>> pages = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                pages.add(threads.submit(page::bytes));
            }
            mayEnd.countDown();
        }

        for (Future<byte[]> one : pages) {
            assertSame(pages.getFirst().get(), one.get());
        }
        assertEquals(1, made.get());
    }

    @Test
    void a_page_is_made_anew_when_it_is_a_second_old() {
        SharedPage page = page(new CountDownLatch(0));
        assertEquals("page 1", text(page));

        now.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        assertEquals("page 1", text(page));

        now.incrementAndGet();
        assertEquals("page 2", text(page));
    }

    @Test
    void those_who_wait_for_a_page_that_takes_longer_than_it_is_fresh_share_the_next() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        SharedPage page = new SharedPage(
                () -> {
                    String text = "page " + made.incrementAndGet();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    now.addAndGet(Duration.ofSeconds(2).toNanos());
                    return text;
                },
                Duration.ofSeconds(1),
                now::get);
        FutureTask<byte[]> first = new FutureTask<>(page::bytes);
        Thread.startVirtualThread(first);
        awaitMade(1);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        List<FutureTask<byte[]>> others = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            FutureTask<byte[]> other = new FutureTask<>(page::bytes);
            others.add(other);
            waiting.add(Thread.startVirtualThread(other));
        }
        while (!waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.sleep(1);
        }

        mayEnd.countDown();

        assertEquals("page 1", new String(first.get(), StandardCharsets.UTF_8));
        for (FutureTask<byte[]> other : others) {
            assertEquals("page 2", new String(other.get(), StandardCharsets.UTF_8));
        }
        assertEquals(2, made.get());
    }

    @Test
    void who_waits_for_a_page_can_be_interrupted() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        SharedPage page = new SharedPage(
                () -> {
                    begun.countDown();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "page";
                },
                Duration.ofSeconds(1),
                now::get);
        FutureTask<byte[]> first = new FutureTask<>(page::bytes);
        Thread.startVirtualThread(first);
        begun.await();
        FutureTask<byte[]> other = new FutureTask<>(page::bytes);
        Thread waiting = Thread.startVirtualThread(other);

        waiting.interrupt();

        assertInstanceOf(
                Fault.class, assertThrows(ExecutionException.class, other::get).getCause());
        mayEnd.countDown();
        assertEquals("page", new String(first.get(), StandardCharsets.UTF_8));
    }

    private void awaitMade(int pages) throws InterruptedException {
        while (made.get() < pages) {
            Thread.sleep(1);
        }
    }

    @Test
    void a_page_that_cannot_be_made_is_tried_again() {
        AtomicInteger tries = new AtomicInteger();
        SharedPage page = new SharedPage(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("not now");
                    }
                    return "page";
                },
                Duration.ofSeconds(1),
                now::get);

        assertThrows(IllegalStateException.class, page::bytes);
        assertEquals("page", text(page));
    }

    private SharedPage page(CountDownLatch mayEnd) {
        return new SharedPage(
                () -> {
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "page " + made.incrementAndGet();
                },
                Duration.ofSeconds(1),
                now::get);
    }

    private static String text(SharedPage page) {
        return new String(page.bytes(), StandardCharsets.UTF_8);
    }
}

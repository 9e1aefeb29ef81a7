package dev.portside.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

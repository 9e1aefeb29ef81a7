package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portside.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class PeriodicTaskTest {

    private static final Duration SHORT = Duration.ofMillis(1);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Semaphore looks = new Semaphore(0);

    @BeforeEach
    void listen() {
        log.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(PeriodicTask.class);
    }

    @Test
    void it_goes_on_after_whatever_a_look_throws_and_tells_of_each_kind_once() throws Exception {
        AtomicInteger number = new AtomicInteger();
        Runnable look = () -> {
            int now = number.incrementAndGet();
            looks.release();
            if (now <= 3) {
                throw new IllegalStateException("unexpected");
            }
            if (now <= 6) {
                throw new AssertionError("an error");
            }
        };
        PeriodicTask watch = PeriodicTask.every(SHORT, "watch-of-a-test", look);
        assertTrue(looks.tryAcquire(10, 30, TimeUnit.SECONDS), "it has ended");
        watch.close();
        assertEquals(
                List.of(IllegalStateException.class.getName(), AssertionError.class.getName()),
                log.list.stream()
                        .map(line -> line.getThrowableProxy().getClassName())
                        .toList());
        assertTrue(log.list.getFirst().getFormattedMessage().startsWith("watch-of-a-test failed"));
    }

    @Test
    void a_stray_interrupt_does_not_end_it() throws Exception {
        Runnable look = () -> {
            looks.release();
            Thread.currentThread().interrupt();
        };
        PeriodicTask watch = PeriodicTask.every(SHORT, "watch-of-a-test", look);
        assertTrue(looks.tryAcquire(10, 30, TimeUnit.SECONDS), "it has ended");
        watch.close();
        assertEquals(List.of(), log.list);
    }

    @Test
    void one_that_cannot_be_looked_at_keeps_nobody_from_the_next() {
        List<Integer> seen = new ArrayList<>();
        Throwable thrown = assertThrows(
                Throwable.class,
                () -> PeriodicTask.each(List.of(1, 2, 3), one -> {
                    if (one < 3) {
                        throw new StackOverflowError("of " + one);
                    }
                    seen.add(one);
                }));

        assertInstanceOf(StackOverflowError.class, thrown);
        assertEquals("of 1", thrown.getMessage());
        assertEquals(List.of(3), seen);
    }

    @Test
    void a_deadline_is_kept_though_another_cannot_be_looked_after() {
        try (Deadlines deadlines = new Deadlines(Duration.ofMillis(600))) {
            Thread broken = Thread.ofVirtual()
                    .start(() -> assertThrows(
                            ProblemException.class,
                            () -> deadlines.within(
                                    () -> {
                                        throw new AssertionError("it could not be told whether the client has left");
                                    },
                                    () -> sleepLong())));
            assertThrows(ProblemException.class, () -> deadlines.within(() -> false, () -> sleepLong()));
            assertThrows(ProblemException.class, () -> deadlines.within(() -> false, () -> sleepLong()));
            broken.interrupt();
        }
    }

    /** Until it is interrupted. */
    private static boolean sleepLong() {
        try {
            return new Semaphore(0).tryAcquire(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

package dev.portside.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogOutputTest {

    private static final int WRITERS = 8;
    private static final int LINES = 5_000;

    @Test
    void every_line_is_written_once_and_whole_in_the_order_of_its_thread() throws Exception {
        Counting stream = new Counting();
        try (LogOutput output = LogOutput.to(stream)) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(Thread.ofVirtual().start(() -> {
                    for (int line = 0; line < LINES; line++) {
                        output.write((writer + " " + line + "\n").getBytes(UTF_8));
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }

        int[] next = new int[WRITERS];
        stream.text().lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            assertEquals(next[Integer.parseInt(parts[0])]++, Integer.parseInt(parts[1]), line);
        });
        for (int lines : next) {
            assertEquals(LINES, lines);
        }
        assertTrue(stream.writes.get() < WRITERS * LINES / 10, stream.writes + " writes");
    }

    @Test
    void a_line_alone_is_written_soon() throws Exception {
        Counting stream = new Counting();
        try (LogOutput output = LogOutput.to(stream)) {
            for (int i = 1; i <= 3; i++) {
                output.write("a line\n".getBytes(UTF_8));
                while (stream.writes.get() < i) {
                    Thread.sleep(1);
                }
            }
        }
        assertEquals("a line\n".repeat(3), stream.text());
    }

    @Test
    void a_line_that_is_longer_than_the_buffer_is_written_whole() {
        String line = "x".repeat(300_000) + "\n";
        Counting stream = new Counting();
        try (LogOutput output = LogOutput.to(stream)) {
            output.write("before\n".getBytes(UTF_8));
            output.write(line.getBytes(UTF_8));
        }
        assertEquals("before\n" + line, stream.text());
    }

    @Test
    void who_logs_waits_for_a_slow_stream_and_loses_nothing() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        Counting stream = new Counting() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.write(bytes, offset, length);
            }
        };
        byte[] line = ("y".repeat(1024 * 1024 - 1) + "\n").getBytes(UTF_8);
        AtomicInteger logged = new AtomicInteger();
        LogOutput output = LogOutput.to(stream);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 40; i++) {
                output.write(line);
                logged.incrementAndGet();
            }
        });
        while (writer.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        assertTrue(logged.get() < 40);

        slow.countDown();
        writer.join();
        output.close();

        assertEquals(40L * line.length, stream.text().length());
    }

    @Test
    void a_stream_that_is_gone_holds_nobody_up() {
        try (LogOutput output = LogOutput.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        })) {
            for (int i = 0; i < 1_000; i++) {
                output.write(new byte[100_000]);
            }
        }
    }

    private static class Counting extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final AtomicInteger writes = new AtomicInteger();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] more, int offset, int length) {
            if (length > 0) {
                bytes.write(more, offset, length);
                writes.incrementAndGet();
            }
        }

        synchronized String text() {
            return bytes.toString(UTF_8);
        }
    }
}

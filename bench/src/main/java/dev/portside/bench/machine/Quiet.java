package dev.portside.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Check that the machine is idle. */
public final class Quiet {

    /** What an otherwise idle machine with a few servers on it stays above. */
    private static final double IDLE_SHARE = 0.90;

    private static final Path STAT = Path.of("/proc/stat");
    private static final Duration LOOK = Duration.ofMillis(700);

    /** The columns behind the word (proc_stat(5)): user nice system idle iowait irq softirq steal. */
    private static final int IDLE = 3;

    private static final int IOWAIT = 4;
    private static final int COLUMNS = 8;

    /** Processor time so far: all of it, and what was idle. */
    record Ticks(long all, long idle) {

        static Ticks parse(String line) {
            String[] words = line.strip().split(" +", -1);
            long all = 0;
            for (int i = 1; i < words.length && i <= COLUMNS; i++) {
                all += Long.parseLong(words[i]);
            }
            return new Ticks(all, Long.parseLong(words[1 + IDLE]) + Long.parseLong(words[1 + IOWAIT]));
        }

        double idleShareSince(Ticks before) {
            return all == before.all ? 1 : (double) (idle - before.idle) / (all - before.all);
        }
    }

    private Quiet() {}

    /**
     * Waits until nearly all processors are idle.
     *
     * @return whether they became so in time; true where the system does not report it
     */
    public static boolean await(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        do {
            if (idleShare() >= IDLE_SHARE) {
                return true;
            }
        } while (System.nanoTime() < end);
        return false;
    }

    private static double idleShare() {
        if (!Files.exists(STAT)) {
            return 1;
        }
        try {
            Ticks before = ticks();
            Thread.sleep(LOOK);
            return ticks().idleShareSince(before);
        } catch (IOException e) {
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a quiet machine", e);
        }
    }

    private static Ticks ticks() throws IOException {
        return Ticks.parse(Files.readAllLines(STAT).getFirst());
    }
}

package dev.portside.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The server process of a cluster, as described by its {@code postmaster.pid}. */
record Postmaster(ProcessHandle process) {

    private static final Duration POLL = Duration.ofMillis(10);

    /** Above the highest process id of any system, so no process has it. */
    private static final String NO_PROCESS = "2147483647";

    /**
     * The process that serves this cluster; empty when there is none. A file left behind may name a process id that
     * another program has been given since.
     */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        return pid(cluster)
                .flatMap(ProcessHandle::of)
                .filter(process -> serves(process, cluster))
                .map(Postmaster::new);
    }

    /**
     * Sees to it that a left-behind file does not keep a server from starting: PostgreSQL believes it when its process id
     * is in use, by whatever program. The rest of the file stays, for it names the shared memory by which PostgreSQL
     * finds out whether parts of the old server are still at work.
     */
    static void disownLeftBehindFile(Path cluster) throws IOException {
        Path file = file(cluster);
        if (Files.exists(file) && of(cluster).isEmpty()) {
            List<String> lines = Files.readAllLines(file);
            if (!lines.isEmpty()) {
                lines.set(0, NO_PROCESS);
                Files.write(file, lines);
            }
        }
    }

    /** Returns whether it ended in time. */
    boolean awaitEnd(Path cluster, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        boolean alive = isAlive(cluster);
        while (alive && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL.toNanos());
            // A thread that is interrupted cannot park, and would look again and again without a pause.
            interrupted |= Thread.interrupted();
            alive = isAlive(cluster);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !alive;
    }

    /** The process may linger as a zombie where no parent collects it, so the file's absence counts as well. */
    private boolean isAlive(Path cluster) {
        return process.isAlive() && Files.exists(file(cluster));
    }

    private static boolean serves(ProcessHandle process, Path cluster) {
        Path cwd = Path.of("/proc", Long.toString(process.pid()), "cwd");
        if (Files.exists(Path.of("/proc/self/cwd"))) {
            try {
                return cluster.equals(cwd.toRealPath());
            } catch (IOException e) {
                // Another user's process, a zombie, or gone by now.
                return false;
            }
        }
        return process.info()
                .commandLine()
                .filter(line -> line.contains(cluster.toString()))
                .isPresent();
    }

    private static Optional<Long> pid(Path cluster) throws IOException {
        Path file = file(cluster);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}

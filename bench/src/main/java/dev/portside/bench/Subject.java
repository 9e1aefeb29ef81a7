package dev.portside.bench;

import dev.portside.bench.load.Load;
import dev.portside.bench.machine.Processes;
import dev.portside.bench.report.Sample;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Processes whose cost is counted under load.
 *
 * @param pids of the server, and of Redis behind it; empty when PostgreSQL is alone
 * @param database the process id of PostgreSQL
 */
record Subject(String configuration, List<Long> pids, long database) {

    private static final double MICROS = 1e6;

    /**
     * Sessions of PostgreSQL are processes; those of pgbench end with it. While they do, their time is neither theirs
     * any more nor yet their parent's.
     */
    private static final Duration SETTLING = Duration.ofMillis(500);

    Subject {
        pids = List.copyOf(pids);
    }

    /** Runs a load and counts what it costs. */
    Sample measure(Plan.Step step, int round, double rate, boolean quiet, Supplier<Load> load) {
        settle();
        double serverBefore = cpuSeconds(pids);
        double databaseBefore = cpuSeconds(List.of(database));
        Load result = load.get();
        // Taken first, for a server gives memory back when it has nothing to do.
        double resident = pids.isEmpty() ? Double.NaN : Processes.residentBytes(pids.getFirst());
        settle();
        double serverAfter = cpuSeconds(pids);
        double databaseAfter = cpuSeconds(List.of(database));
        return new Sample(
                configuration,
                step.part() == Plan.Part.OPEN ? Sample.Mode.OPEN : Sample.Mode.CLOSED,
                step.workload().key(),
                step.connections(),
                round,
                rate,
                result.answered(),
                result.perSecond(),
                result.errors(),
                result.latency(),
                each(serverAfter - serverBefore, result),
                each(databaseAfter - databaseBefore, result),
                resident,
                pids.isEmpty() ? Double.NaN : Processes.peakBytes(pids.getFirst()),
                quiet);
    }

    private static void settle() {
        try {
            Thread.sleep(SETTLING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between measurements", e);
        }
    }

    private static double cpuSeconds(List<Long> pids) {
        return pids.isEmpty()
                ? Double.NaN
                : pids.stream().mapToDouble(Processes::cpuSeconds).sum();
    }

    private static double each(double seconds, Load load) {
        return load.answered() == 0 ? Double.NaN : seconds * MICROS / load.answered();
    }
}

package dev.portside.bench;

import dev.portside.bench.load.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measurements of each server in each round.
 *
 * @param connections the first number takes all workloads, any other only those that read what never changes
 * @param rates requests a second for the open load, where they are not the workload's own
 * @param idleConnections how many mostly idle connections are tried
 * @param quietWait how long to wait for a quiet machine before each measurement
 */
record Plan(
        int rounds,
        Duration warmUp,
        Duration measured,
        Duration quietWait,
        List<Workload> workloads,
        List<Integer> connections,
        Set<Part> parts,
        Map<Workload, Integer> rates,
        int idleConnections,
        int users) {

    /** The parts that a run can have. */
    enum Part {
        CLOSED,
        OPEN,
        IDLE
    }

    /** One load on one server. */
    record Step(Part part, Workload workload, int connections) {}

    /** What starting and stopping a server takes, more or less. */
    private static final long AROUND_SECONDS = 6;

    /** Looking whether the machine is quiet, and reading what was measured. */
    private static final long BETWEEN_SECONDS = 2;

    private static final Set<Workload> TRIED_AT_EVERY_NUMBER = Set.of(Workload.LIST, Workload.BY_ID);

    Plan {
        workloads = workloads.stream().sorted().distinct().toList();
        connections = List.copyOf(connections);
        parts = Set.copyOf(parts);
        rates = Map.copyOf(rates);
    }

    /** The loads in their order; those that write come last. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Workload workload : workloads) {
            for (int number : connections) {
                if (number == connections.getFirst() || TRIED_AT_EVERY_NUMBER.contains(workload)) {
                    add(steps, new Step(Part.CLOSED, workload, number));
                }
            }
            add(steps, new Step(Part.OPEN, workload, connections.getFirst()));
        }
        return steps;
    }

    private void add(List<Step> steps, Step step) {
        if (parts.contains(step.part())) {
            steps.add(step);
        }
    }

    /** A server that was just started has more to compile. */
    Duration firstWarmUp() {
        return warmUp.multipliedBy(2);
    }

    int rate(Workload workload) {
        return rates.getOrDefault(workload, workload.rate());
    }

    /** Returns how long it will take on so many servers, when the machine is quiet. */
    Duration estimate(int servers) {
        long step = warmUp.plus(measured).toSeconds() + BETWEEN_SECONDS;
        long idle = parts.contains(Part.IDLE) ? 2 * step + warmUp.toSeconds() + 2 * AROUND_SECONDS : 0;
        long loads = steps().isEmpty() ? 0 : AROUND_SECONDS + warmUp.toSeconds() + steps().size() * step;
        return Duration.ofSeconds((long) rounds * servers * (loads + idle));
    }
}

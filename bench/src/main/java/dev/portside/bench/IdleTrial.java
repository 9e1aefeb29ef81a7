package dev.portside.bench;

import dev.portside.bench.load.Load;
import dev.portside.bench.load.OpenLoad;
import dev.portside.bench.load.Places;
import dev.portside.bench.load.Requests;
import dev.portside.bench.load.Workload;
import dev.portside.bench.machine.Machine;
import dev.portside.bench.machine.Processes;
import dev.portside.bench.machine.Quiet;
import dev.portside.bench.report.Idle;
import dev.portside.bench.server.RunningServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many connections that say little, and what they do to a few that say much. */
final class IdleTrial {

    private static final int BUSY_CONNECTIONS = 64;
    private static final int BUSY_RATE = 1_000;

    /** Each idle connection says something this often: servers end connections that are silent for longer. */
    private static final double SECONDS_BETWEEN = 20;

    /** Files that a process needs beside its connections. */
    private static final int OTHER_FILES = 1_000;

    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Plan plan;
    private final RunningServer server;
    private final Places places;

    IdleTrial(Plan plan, RunningServer server, Places places) {
        this.plan = plan;
        this.server = server;
        this.places = places;
    }

    /** Why this machine cannot have so many connections, and what to do; empty when it can. */
    static Optional<String> refusal(int connections) {
        long needed = (long) connections + OTHER_FILES;
        long allowed = Machine.openFiles();
        return allowed >= needed
                ? Optional.empty()
                : Optional.of("a process may have " + allowed + " files open; run `ulimit -n " + needed
                        + "` first (as root, or raise the hard limit in /etc/security/limits.conf), or give"
                        + " --idle-connections");
    }

    Idle run(String configuration, int round) {
        boolean quiet = Quiet.await(plan.quietWait());
        try (OpenLoad busy = OpenLoad.connect(server.port(), BUSY_CONNECTIONS, requests(1))) {
            busy.run(BUSY_RATE, plan.firstWarmUp());
            Load before = busy.run(BUSY_RATE, plan.measured());
            double residentBefore = Processes.residentBytes(server.pid());
            try (OpenLoad idle = OpenLoad.connect(server.port(), plan.idleConnections(), requests(2));
                    ExecutorService beside = Executors.newSingleThreadExecutor()) {
                Duration time = plan.warmUp().plus(plan.measured());
                Future<Load> trickle =
                        beside.submit(() -> idle.run(plan.idleConnections() / SECONDS_BETWEEN, time.plus(MARGIN)));
                busy.run(BUSY_RATE, plan.warmUp());
                Load during = busy.run(BUSY_RATE, plan.measured());
                double residentDuring = Processes.residentBytes(server.pid());
                Load said = result(trickle);
                server.requireAlive();
                return new Idle(
                        configuration,
                        round,
                        plan.idleConnections(),
                        idle.closedByServer(),
                        BUSY_RATE,
                        residentBefore,
                        residentDuring,
                        before.latency(),
                        during.latency(),
                        before.errors() + during.errors() + said.errors(),
                        quiet);
            }
        }
    }

    private Requests requests(long seed) {
        return new Requests(Workload.BY_ID, places, seed);
    }

    private static Load result(Future<Load> trickle) {
        try {
            return trickle.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The idle connections failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while connections were idle", e);
        }
    }
}

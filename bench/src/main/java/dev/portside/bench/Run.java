package dev.portside.bench;

import dev.portside.bench.load.OpenLoad;
import dev.portside.bench.load.Pgbench;
import dev.portside.bench.load.Places;
import dev.portside.bench.load.Requests;
import dev.portside.bench.load.Workload;
import dev.portside.bench.load.Wrk;
import dev.portside.bench.machine.Command;
import dev.portside.bench.machine.Processes;
import dev.portside.bench.machine.Quiet;
import dev.portside.bench.report.Sample;
import dev.portside.bench.report.Start;
import dev.portside.bench.server.Configuration;
import dev.portside.bench.server.Configuration.Family;
import dev.portside.bench.server.Database;
import dev.portside.bench.server.Redis;
import dev.portside.bench.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Run that measures one server after the other, round by round; a failure of one is recorded, and the next follows. */
final class Run {

    /** Work with a server that has been started. */
    @FunctionalInterface
    private interface Work {
        void on(RunningServer server, List<Long> pids);
    }

    private static final long SEED = 42;

    private final Plan plan;
    private final Folder folder;
    private final Database database;
    private final Targets targets;
    private final Journal journal;
    private int loads;

    Run(Plan plan, Folder folder, Database database, Journal journal) {
        this.plan = plan;
        this.folder = folder;
        this.database = database;
        this.targets = new Targets(database);
        this.journal = journal;
    }

    /** A B A B: drifts of the machine reach all servers alike. */
    void all(List<Configuration> configurations) {
        configurations.stream()
                .filter(configuration -> configuration.family() == Family.PORTSIDE)
                .filter(configuration -> plan.workloads().contains(Workload.CURSOR))
                .findFirst()
                .ifPresent(this::learnCursors);
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Configuration configuration : configurations) {
                if (configuration.missing().isPresent()) {
                    journal.trouble(
                            configuration,
                            "left out: " + configuration.missing().get());
                } else if (configuration.family() == Family.DATABASE) {
                    database(configuration, round);
                } else {
                    server(configuration, round);
                }
                journal.next();
            }
        }
    }

    /** On a server of its own, which leaves none of those that are measured better prepared than the others. */
    private void learnCursors(Configuration portside) {
        Configuration plain = portside.plain();
        started(plain, "reading the cursors", "", (server, pids) -> targets.learnCursors(server.port()));
    }

    private void database(Configuration configuration, int round) {
        Pgbench pgbench = new Pgbench(folder.work(), database.environment());
        Subject subject = new Subject(configuration.name(), List.of(), database.pid());
        for (Plan.Step step : plan.steps()) {
            // The embedded PostgreSQL takes 110 sessions.
            boolean possible = step.part() == Plan.Part.CLOSED
                    && Pgbench.script(step.workload()).isPresent()
                    && step.connections() <= 100;
            if (possible) {
                attempt(configuration, step.workload() + " with " + step.connections() + " clients", () -> {
                    boolean quiet = Quiet.await(plan.quietWait());
                    Places places = targets.of(configuration, 0);
                    pgbench.run(step.workload(), places, step.connections(), plan.warmUp());
                    journal.add(subject.measure(
                            step,
                            round,
                            Double.NaN,
                            quiet,
                            () -> pgbench.run(step.workload(), places, step.connections(), plan.measured())));
                });
                tidy(step.workload());
            }
        }
    }

    private void server(Configuration configuration, int round) {
        if (!plan.steps().isEmpty()) {
            started(configuration, "the start", "-" + round, (server, pids) -> {
                journal.add(new Start(
                        configuration.name(), round, server.startMillis(), Processes.residentBytes(server.pid())));
                Duration warmUp = plan.firstWarmUp();
                for (Plan.Step step : plan.steps()) {
                    load(configuration, round, step, warmUp, server, pids);
                    tidy(step.workload());
                    warmUp = plan.warmUp();
                }
            });
        }
        if (plan.parts().contains(Plan.Part.IDLE)) {
            Optional<String> refusal = IdleTrial.refusal(plan.idleConnections());
            if (refusal.isPresent()) {
                journal.trouble(configuration, "mostly idle connections left out: " + refusal.get());
            } else {
                started(
                        configuration,
                        "the trial with mostly idle connections",
                        "-" + round + "-idle",
                        (server, pids) -> {
                            IdleTrial trial = new IdleTrial(plan, server, targets.of(configuration, loads++));
                            journal.add(trial.run(configuration.name(), round));
                        });
            }
        }
    }

    private void started(Configuration configuration, String what, String suffix, Work work) {
        attempt(configuration, what, () -> {
            if (configuration.needsRedis()) {
                try (Redis redis = Redis.start(folder.work())) {
                    Map<String, String> services = new HashMap<>(database.environment());
                    services.put("REDIS_URL", redis.url());
                    started(configuration, suffix, services, List.of(redis.pid()), work);
                }
            } else {
                started(configuration, suffix, database.environment(), List.of(), work);
            }
        });
    }

    private void started(
            Configuration configuration, String suffix, Map<String, String> services, List<Long> beside, Work work) {
        var unused = Quiet.await(plan.quietWait());
        Path log = folder.log(configuration.name() + suffix);
        try (RunningServer server = RunningServer.start(configuration, services, folder.work(), log)) {
            List<Long> pids = new ArrayList<>(List.of(server.pid()));
            pids.addAll(beside);
            work.on(server, pids);
        }
    }

    private void load(
            Configuration configuration,
            int round,
            Plan.Step step,
            Duration warmUp,
            RunningServer server,
            List<Long> pids) {
        attempt(configuration, step.workload() + " over " + step.connections() + " connections", () -> {
            Subject subject = new Subject(configuration.name(), pids, database.pid());
            Places places = targets.of(configuration, loads++);
            server.requireAlive();
            Sample sample = step.part() == Plan.Part.CLOSED
                    ? closed(subject, round, step, warmUp, places, server.port())
                    : open(subject, round, step, warmUp, places, server.port());
            server.requireAlive();
            journal.add(sample);
        });
    }

    private Sample closed(Subject subject, int round, Plan.Step step, Duration warmUp, Places places, int port) {
        if (Command.find("wrk").isEmpty()) {
            throw new IllegalStateException(
                    "wrk is not on the PATH; install it (Debian: wrk, macOS: brew install wrk)");
        }
        Wrk wrk = new Wrk(folder.script(), folder.work());
        boolean quiet = Quiet.await(plan.quietWait());
        wrk.run(step.workload(), places.forRun("w" + places.run()), port, step.connections(), warmUp);
        return subject.measure(
                step,
                round,
                Double.NaN,
                quiet,
                () -> wrk.run(step.workload(), places, port, step.connections(), plan.measured()));
    }

    private Sample open(Subject subject, int round, Plan.Step step, Duration warmUp, Places places, int port) {
        double rate = plan.rate(step.workload());
        boolean quiet = Quiet.await(plan.quietWait());
        Requests requests = new Requests(step.workload(), places, SEED);
        try (OpenLoad load = OpenLoad.connect(port, step.connections(), requests)) {
            load.run(rate, warmUp);
            return subject.measure(step, round, rate, quiet, () -> load.run(rate, plan.measured()));
        }
    }

    private void tidy(Workload workload) {
        if (workload.writing()) {
            database.removeRegistered();
        }
    }

    /** Does it, or notes why it could not be done; an interrupt ends the whole run. */
    private void attempt(Configuration configuration, String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            journal.trouble(configuration, what + " failed: " + reason(e));
        }
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause.getMessage();
    }
}

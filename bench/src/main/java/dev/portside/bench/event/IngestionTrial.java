package dev.portside.bench.event;

import dev.portside.bench.load.Load;
import dev.portside.bench.load.OpenLoad;
import dev.portside.bench.load.Places;
import dev.portside.bench.load.Requests;
import dev.portside.bench.load.Workload;
import dev.portside.bench.load.Wrk;
import dev.portside.bench.machine.Processes;
import dev.portside.bench.machine.Quiet;
import dev.portside.bench.report.Median;
import dev.portside.bench.report.Table;
import dev.portside.bench.server.Configuration;
import dev.portside.bench.server.Configuration.Family;
import dev.portside.bench.server.Database;
import dev.portside.bench.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Measurement of ingestion: events per second, and the latency of other requests meanwhile. */
final class IngestionTrial {

    static final int BATCH = 500;
    private static final int BATCH_CONNECTIONS = 16;
    private static final int SINGLE_CONNECTIONS = 64;
    private static final int USER_CONNECTIONS = 16;
    private static final int USER_RATE = 200;
    private static final int COPY_COMMITS = 15;
    private static final int COPY_ROWS = 20_000;

    /** How much longer events are sent than users are asked for, so that all of these are asked for beside events. */
    private static final Duration OVERLAP = Duration.ofSeconds(4);

    /** What there is at the beginning of each measurement. */
    private static final String[] EMPTY = {
        "truncate event_ids, events, event_deltas, event_rollups, event_values",
        "create table if not exists peer_events (id uuid primary key, name text collate \"C\" not null,"
                + " person text collate \"C\", at timestamptz not null, properties json not null)",
        "create index if not exists peer_events_by_time on peer_events (at, id)",
        "create index if not exists peer_events_name on peer_events (name, at, id, person)",
        "create index if not exists peer_events_person on peer_events (person, at desc, id desc)"
                + " where person is not null",
        "truncate peer_events"
    };

    /** One figure of each round. */
    private record Figure(double perSecond, double serverMicros, double databaseMicros, double p99) {}

    private final Database database;
    private final Path work;
    private final Path logs;
    private final Wrk wrk;
    private final Duration warmUp;
    private final Duration time;
    private final Duration quietWait;
    private final Path singles;
    private final Path batches;
    private final Copying copying = new Copying(COPY_COMMITS, COPY_ROWS);
    private final Map<String, List<Figure>> figures = new LinkedHashMap<>();

    IngestionTrial(
            Database database, Path script, Path work, Path logs, Duration warmUp, Duration time, Duration quietWait) {
        this.database = database;
        this.work = work;
        this.logs = logs;
        this.wrk = new Wrk(script, work);
        this.warmUp = warmUp;
        this.time = time;
        this.quietWait = quietWait;
        this.singles = GeneratedEvents.bodies(work, 2_000, 1);
        this.batches = GeneratedEvents.bodies(work, 40, BATCH);
    }

    void round(List<Configuration> servers) {
        servers.forEach(this::server);
        // Last, because a server makes the months that events are divided into.
        bare();
        database.run(EMPTY);
        add(
                "PostgreSQL alone, COPY over one connection",
                new Figure(copying.atOnce(database::connect), 0, 0, Double.NaN));
    }

    private void bare() {
        try (BareServer intake = BareServer.start(database)) {
            add(
                    "a bare server, one row a request over " + SINGLE_CONNECTIONS + " connections",
                    closed(intake.port(), ProcessHandle.current().pid(), singles, SINGLE_CONNECTIONS, 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void server(Configuration configuration) {
        try (RunningServer server = RunningServer.start(
                configuration, database.environment(), work, logs.resolve(configuration.name() + "-events.log"))) {
            add(
                    configuration.title() + ", one event a request over " + SINGLE_CONNECTIONS + " connections",
                    closed(server.port(), server.pid(), singles, SINGLE_CONNECTIONS, 1));
            if (configuration.family() == Family.PORTSIDE) {
                add(
                        configuration.title() + ", " + BATCH + " events a request over " + BATCH_CONNECTIONS
                                + " connections",
                        closed(server.port(), server.pid(), batches, BATCH_CONNECTIONS, BATCH));
                beside(configuration, server);
            }
        }
    }

    private Figure closed(int port, long pid, Path bodies, int connections, int events) {
        var unused = Quiet.await(quietWait);
        database.run(EMPTY);
        send(port, bodies, connections, warmUp);
        database.run(EMPTY);
        double before = Processes.cpuSeconds(pid);
        double databaseBefore = Processes.cpuSeconds(database.pid());
        Load load = send(port, bodies, connections, time);
        double taken = (double) load.answered() * events;
        return new Figure(
                load.perSecond() * events,
                (Processes.cpuSeconds(pid) - before) * 1e6 / taken,
                (Processes.cpuSeconds(database.pid()) - databaseBefore) * 1e6 / taken,
                load.latency().p99());
    }

    private Load send(int port, Path bodies, int connections, Duration duration) {
        Load load = wrk.run(List.of(bodies.toString()), port, connections, duration);
        if (load.errors() > 0) {
            throw new IllegalStateException(load.errors() + " requests with events failed");
        }
        return load;
    }

    private void beside(Configuration configuration, RunningServer server) {
        Places places = new Places(database.lowestId(), database.highestId(), List.of(), "beside");
        try (OpenLoad users =
                OpenLoad.connect(server.port(), USER_CONNECTIONS, new Requests(Workload.LIST, places, 1))) {
            users.run(USER_RATE, warmUp);
            String title = configuration.title() + ", GET /api/v1/users at " + USER_RATE + " a second, ";
            add(title + "alone", figure(users.run(USER_RATE, time)));
            CompletableFuture<Load> events = CompletableFuture.supplyAsync(
                    () -> send(server.port(), batches, BATCH_CONNECTIONS, time.plus(OVERLAP)));
            pause(OVERLAP.dividedBy(2));
            add(title + "beside batches", figure(users.run(USER_RATE, time)));
            besideCopy(title, users, events.join().perSecond() * BATCH);
        }
    }

    /** Measures users' requests while PostgreSQL takes as many rows a second, at a steady rate, without work by a server. */
    private void besideCopy(String title, OpenLoad users, double perSecond) {
        try (CopyingProcess copying =
                CopyingProcess.prepare(database.environment(), BATCH, perSecond, time.plus(OVERLAP))) {
            var unused = Quiet.await(quietWait);
            database.run(EMPTY);
            // Some of their connections may have been closed meanwhile.
            users.run(USER_RATE, OVERLAP);
            copying.begin();
            pause(OVERLAP.dividedBy(2));
            add(title + "beside COPY of as many rows", figure(users.run(USER_RATE, time)));
            System.out.printf(
                    Locale.ROOT, "%,.0f rows a second were to be copied, and %,.0f were%n", perSecond, copying.rate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Figure figure(Load load) {
        return new Figure(
                load.perSecond(), Double.NaN, Double.NaN, load.latency().p99());
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between measurements", e);
        }
    }

    private void add(String title, Figure figure) {
        figures.computeIfAbsent(title, any -> new ArrayList<>()).add(figure);
        System.out.printf(Locale.ROOT, "%-90s %,10.0f/s  P99 %.1f ms%n", title, figure.perSecond(), figure.p99());
    }

    Table table() {
        Table table =
                new Table(List.of("load", "a second", "±", "µs CPU each, server", "PostgreSQL", "P99 ms of requests"));
        figures.forEach((title, rounds) -> {
            Median rate = Median.of(rounds, Figure::perSecond);
            table.add(List.of(
                    title,
                    String.format(Locale.ROOT, "%,.0f", rate.value()),
                    String.format(Locale.ROOT, "%.0f %%", rate.spread() * 100),
                    text(rounds, Figure::serverMicros),
                    text(rounds, Figure::databaseMicros),
                    text(rounds, Figure::p99)));
        });
        return table;
    }

    private static String text(List<Figure> rounds, Function<Figure, Double> figure) {
        double value = Median.of(rounds, figure::apply).value();
        return Double.isNaN(value) || value == 0 ? "" : String.format(Locale.ROOT, "%.1f", value);
    }
}

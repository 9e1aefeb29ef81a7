package dev.portside.bench.image;

import dev.portside.bench.load.Load;
import dev.portside.bench.load.OpenLoad;
import dev.portside.bench.load.Requests;
import dev.portside.bench.load.Wrk;
import dev.portside.bench.machine.Processes;
import dev.portside.bench.machine.Quiet;
import dev.portside.bench.report.Median;
import dev.portside.bench.report.Table;
import dev.portside.bench.server.Configuration;
import dev.portside.bench.server.Database;
import dev.portside.bench.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/**
 * Requests for users and for a sign of life at fixed rates, alone and while images are resized without a pause; and how many
 * images of another kind are made when there is nothing else to do.
 */
final class ImageTrial {

    static final int IMAGE_CONNECTIONS = 32;
    static final int WIDTH = 4_000;
    static final int HEIGHT = 3_000;
    static final int USER_RATE = 200;

    private static final int USER_CONNECTIONS = 16;
    private static final int HEALTH_RATE = 50;
    private static final int HEALTH_CONNECTIONS = 4;
    private static final String RESIZE = "/api/v1/images/resize?width=800&height=600";

    static final int SMALLER_WIDTH = 2_725;
    static final int SMALLER_HEIGHT = 2_225;
    static final int SMALLER_CONNECTIONS = 8;
    private static final String RESIZE_SMALLER = "/api/v1/images/resize?width=720&height=588&quality=80";

    private static final double MEBIBYTE = 1024.0 * 1024;

    /** How long images go on behind the measurement, so that it ends before them. */
    private static final Duration OVERLAP = Duration.ofSeconds(3);

    /** Result of one round with one server. */
    private record Figures(
            double idleP50,
            double idleP99,
            double busyP50,
            double busyP99,
            double idleHealthP99,
            double busyHealthP99,
            double errors,
            double images,
            double refused,
            double memory,
            Alone alone) {}

    /** The smaller images: how many a second, and what each costs. */
    private record Alone(double perSecond, double cpuMillis) {}

    /** Of both loads, from the same time. */
    private record Pair(Load users, Load health) {}

    private final Database database;
    private final Wrk wrk;
    private final Path work;
    private final Path logs;
    private final Path photo;
    private final Path smaller;
    private final Duration warmUp;
    private final Duration time;
    private final Duration quietWait;
    private final Map<String, List<Figures>> figures = new LinkedHashMap<>();

    ImageTrial(
            Database database, Path script, Path work, Path logs, Duration warmUp, Duration time, Duration quietWait) {
        this.database = database;
        this.wrk = new Wrk(script, work);
        this.work = work;
        this.logs = logs;
        this.photo = Photo.in(work, WIDTH, HEIGHT);
        this.smaller = Photo.in(work, SMALLER_WIDTH, SMALLER_HEIGHT);
        this.warmUp = warmUp;
        this.time = time;
        this.quietWait = quietWait;
    }

    void round(List<Configuration> servers) {
        servers.forEach(this::server);
    }

    private void server(Configuration configuration) {
        var unused = Quiet.await(quietWait);
        Path log = logs.resolve(configuration.name() + "-images.log");
        try (RunningServer server = RunningServer.start(configuration, database.environment(), work, log);
                OpenLoad users =
                        OpenLoad.connect(server.port(), USER_CONNECTIONS, Requests.forTarget("/api/v1/users"));
                OpenLoad health = OpenLoad.connect(server.port(), HEALTH_CONNECTIONS, Requests.forTarget("/health"))) {
            // All of the server is warm before anything is measured, as it is when it has run for a while.
            Load warm = images(server, warmUp);
            measure(users, health, warmUp);
            Pair idle = measure(users, health, time);
            Duration begun = warmUp.dividedBy(2);
            CompletableFuture<Load> images = CompletableFuture.supplyAsync(
                    () -> images(server, begun.plus(time).plus(OVERLAP)));
            pause(begun);
            Pair busy = measure(users, health, time);
            double memory = Processes.peakBytes(server.pid()) / MEBIBYTE;
            Load resized = images.join();
            server.requireAlive();
            if (warm.answered() == 0 || resized.answered() == resized.errors()) {
                throw new IllegalStateException(configuration.name() + " has resized nothing; see " + log);
            }
            add(configuration, idle, busy, resized, memory, alone(server));
        }
    }

    private Alone alone(RunningServer server) {
        Load unmeasured = smaller(server, warmUp.dividedBy(2));
        double before = Processes.cpuSeconds(server.pid());
        Load measured = smaller(server, time);
        if (unmeasured.answered() == 0 || measured.answered() == 0 || measured.errors() > 0) {
            throw new IllegalStateException("Smaller images were refused, or none was made");
        }
        double millis = (Processes.cpuSeconds(server.pid()) - before) * 1e3;
        return new Alone(measured.answered() / measured.seconds(), millis / measured.answered());
    }

    private Load smaller(RunningServer server, Duration duration) {
        return images(server, smaller, RESIZE_SMALLER, SMALLER_CONNECTIONS, duration);
    }

    private Load images(RunningServer server, Duration duration) {
        return images(server, photo, RESIZE, IMAGE_CONNECTIONS, duration);
    }

    private Load images(RunningServer server, Path image, String resize, int connections, Duration duration) {
        return wrk.run(List.of(image.toString(), resize), server.port(), connections, duration);
    }

    private static Pair measure(OpenLoad users, OpenLoad health, Duration duration) {
        CompletableFuture<Load> beside = CompletableFuture.supplyAsync(() -> health.run(HEALTH_RATE, duration));
        Load ofUsers = users.run(USER_RATE, duration);
        return new Pair(ofUsers, beside.join());
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between measurements", e);
        }
    }

    private void add(Configuration configuration, Pair idle, Pair busy, Load resized, double memory, Alone alone) {
        Figures of = new Figures(
                idle.users().latency().p50(),
                idle.users().latency().p99(),
                busy.users().latency().p50(),
                busy.users().latency().p99(),
                idle.health().latency().p99(),
                busy.health().latency().p99(),
                idle.users().errors()
                        + busy.users().errors()
                        + idle.health().errors()
                        + busy.health().errors(),
                (resized.answered() - resized.errors()) / resized.seconds(),
                resized.errors() / resized.seconds(),
                memory,
                alone);
        figures.computeIfAbsent(configuration.title(), any -> new ArrayList<>()).add(of);
        System.out.printf(
                Locale.ROOT,
                "%-40s users P99 %.1f ms, beside images %.1f; health %.1f, %.1f; %.1f images/s; %.0f MiB;"
                        + " %.1f smaller ones/s, %.1f ms each%n",
                configuration.title(),
                of.idleP99(),
                of.busyP99(),
                of.idleHealthP99(),
                of.busyHealthP99(),
                of.images(),
                of.memory(),
                of.alone().perSecond(),
                of.alone().cpuMillis());
    }

    Table table() {
        Table table = new Table(List.of(
                "server",
                "users P50 ms alone",
                "beside images",
                "users P99 ms alone",
                "beside images",
                "times",
                "health P99 ms alone",
                "beside images",
                "errors",
                "images/s",
                "refused/s",
                "memory MiB at most",
                "smaller images/s, nothing beside",
                "CPU ms each"));
        figures.forEach((title, rounds) -> table.add(List.of(
                title,
                text(rounds, Figures::idleP50),
                text(rounds, Figures::busyP50),
                text(rounds, Figures::idleP99),
                text(rounds, Figures::busyP99),
                text(rounds, each -> each.busyP99() / each.idleP99()),
                text(rounds, Figures::idleHealthP99),
                text(rounds, Figures::busyHealthP99),
                String.format(
                        Locale.ROOT, "%.0f", Median.of(rounds, Figures::errors).value()),
                text(rounds, Figures::images),
                text(rounds, Figures::refused),
                String.format(
                        Locale.ROOT, "%.0f", Median.of(rounds, Figures::memory).value()),
                text(rounds, each -> each.alone().perSecond()),
                text(rounds, each -> each.alone().cpuMillis()))));
        return table;
    }

    /** Returns how large the image is that is sent. */
    double megabytes() throws java.io.IOException {
        return Files.size(photo) / 1e6;
    }

    private static String text(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        return String.format(Locale.ROOT, "%.1f", Median.of(rounds, figure).value());
    }
}

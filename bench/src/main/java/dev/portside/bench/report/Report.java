package dev.portside.bench.report;

import dev.portside.bench.load.Workload;
import dev.portside.bench.machine.Machine;
import dev.portside.bench.report.Sample.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A run in Markdown: one table for each thing that was asked for, with the medians of all rounds. */
public final class Report {

    /** Whom everyone is compared with, by short name and the head of the column. */
    private static final Map<String, String> PEERS = new LinkedHashMap<>();

    static {
        PEERS.put("vertx", "vs Vert.x");
        PEERS.put("spring", "vs Spring");
        PEERS.put("fastify", "vs Fastify");
        PEERS.put("express", "vs Express");
    }

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Report(Results results) {
        this.results = results;
    }

    public static String of(Results results) {
        Report report = new Report(results);
        report.write();
        return report.text.toString();
    }

    private void write() {
        machine();
        for (int connections : connections(Mode.CLOSED)) {
            for (Workload workload : Workload.values()) {
                throughput(workload, connections);
            }
        }
        for (int connections : connections(Mode.OPEN)) {
            for (Workload workload : Workload.values()) {
                latency(workload, connections);
            }
        }
        idle();
        start();
        troubles();
    }

    private void machine() {
        Machine machine = results.machine();
        text.append(String.format(
                Locale.ROOT,
                "Run of %s on %d cores (%s), %.0f GiB, %s; JDK %s; %s; commit %s. Medians of %d round%s, ± half the"
                        + " distance between the lowest and the highest; each measurement %d s after a warm-up of %d s;"
                        + " %,d users.%n",
                results.began(),
                machine.cores(),
                machine.processor(),
                machine.memoryGibibytes(),
                machine.kernel(),
                machine.jdk(),
                versions(),
                machine.commit(),
                results.settings().rounds(),
                results.settings().rounds() == 1 ? "" : "s",
                results.settings().measuredSeconds(),
                results.settings().warmUpSeconds(),
                results.settings().users()));
    }

    private String versions() {
        return String.join(
                ", ",
                results.versions().entrySet().stream()
                        .map(version -> version.getKey() + " " + version.getValue())
                        .toList());
    }

    private List<Integer> connections(Mode mode) {
        return results.samples().stream()
                .filter(sample -> sample.mode() == mode)
                .map(Sample::connections)
                .distinct()
                .sorted()
                .toList();
    }

    private void throughput(Workload workload, int connections) {
        List<String> peers = present(Mode.CLOSED, workload, connections);
        List<String> heads = new ArrayList<>(List.of("server", "req/s", "±"));
        peers.forEach(peer -> heads.add(PEERS.get(peer)));
        heads.addAll(
                List.of("P50 ms", "P99 ms", "P99.9 ms", "memory MiB", "CPU µs server", "CPU µs PostgreSQL", "errors"));
        Table table = new Table(heads);
        for (String name : results.titles().keySet()) {
            List<Sample> samples = samples(name, Mode.CLOSED, workload, connections);
            if (!samples.isEmpty()) {
                Median perSecond = Median.of(samples, Sample::perSecond);
                List<String> cells = new ArrayList<>(
                        List.of(title(name), Figures.whole(perSecond.value()), Figures.spread(perSecond.spread())));
                peers.forEach(peer -> cells.add(Figures.ratio(
                        perSecond.value(),
                        Median.of(samples(peer, Mode.CLOSED, workload, connections), Sample::perSecond)
                                .value())));
                cells.addAll(common(samples));
                table.add(cells);
            }
        }
        section(
                capitalised(workload.title()) + ", " + connections + " connections, as much as it takes",
                workload.description() + ".",
                table);
    }

    private void latency(Workload workload, int connections) {
        Table table = new Table(List.of(
                "server",
                "req/s",
                "P50 ms",
                "P99 ms",
                "P99.9 ms",
                "memory MiB",
                "CPU µs server",
                "CPU µs PostgreSQL",
                "errors"));
        double rate = Double.NaN;
        for (String name : results.titles().keySet()) {
            List<Sample> samples = samples(name, Mode.OPEN, workload, connections);
            if (!samples.isEmpty()) {
                rate = samples.getFirst().rate();
                List<String> cells =
                        new ArrayList<>(List.of(title(name), Figures.whole(median(samples, Sample::perSecond))));
                cells.addAll(common(samples));
                table.add(cells);
            }
        }
        section(
                capitalised(workload.title()) + ", " + connections + " connections, " + Figures.whole(rate)
                        + " requests a second",
                "Times are from when a request should have been sent.",
                table);
    }

    private static List<String> common(List<Sample> samples) {
        return List.of(
                Figures.millis(median(samples, sample -> sample.latency().p50())),
                Figures.millis(median(samples, sample -> sample.latency().p99())),
                Figures.millis(median(samples, sample -> sample.latency().p999())),
                Figures.mebibytes(median(samples, Sample::residentBytes)),
                Figures.whole(median(samples, Sample::serverMicros)),
                Figures.whole(median(samples, Sample::databaseMicros)),
                Figures.whole(samples.stream().mapToLong(Sample::errors).sum()));
    }

    private void idle() {
        Table table = new Table(List.of(
                "server",
                "idle connections",
                "closed by the server",
                "memory MiB before",
                "with them",
                "KiB each",
                "P99 ms before",
                "with them",
                "errors"));
        for (String name : results.titles().keySet()) {
            List<Idle> idles = results.idles().stream()
                    .filter(idle -> idle.configuration().equals(name))
                    .toList();
            if (!idles.isEmpty()) {
                Idle first = idles.getFirst();
                double before = median(idles, Idle::residentBefore);
                double during = median(idles, Idle::residentDuring);
                table.add(List.of(
                        title(name),
                        Figures.whole(first.connections()),
                        Figures.whole(median(idles, Idle::closedByServer)),
                        Figures.mebibytes(before),
                        Figures.mebibytes(during),
                        Figures.millis((during - before) / 1024 / first.connections()),
                        Figures.millis(median(idles, idle -> idle.before().p99())),
                        Figures.millis(median(idles, idle -> idle.during().p99())),
                        Figures.whole(idles.stream().mapToLong(Idle::errors).sum())));
            }
        }
        String rate = results.idles().isEmpty()
                ? ""
                : Figures.whole(results.idles().getFirst().rate());
        section(
                "Mostly idle connections",
                "Each idle connection asks for one user about every 20 seconds; beside them 64 connections ask for "
                        + rate + " a second, whose times these are.",
                table);
    }

    private void start() {
        Table table = new Table(List.of("server", "ready after ms", "±", "memory MiB then", "at most"));
        for (String name : results.titles().keySet()) {
            List<Start> starts = results.starts().stream()
                    .filter(start -> start.configuration().equals(name))
                    .toList();
            if (!starts.isEmpty()) {
                Median millis = Median.of(starts, Start::millis);
                double peak = results.samples().stream()
                        .filter(sample -> sample.configuration().equals(name))
                        .mapToDouble(Sample::peakBytes)
                        .max()
                        .orElse(Double.NaN);
                table.add(List.of(
                        title(name),
                        Figures.whole(millis.value()),
                        Figures.spread(millis.spread()),
                        Figures.mebibytes(median(starts, Start::residentBytes)),
                        Figures.mebibytes(peak)));
            }
        }
        section("Start and memory", "From the start of the process to its first good answer.", table);
    }

    private void troubles() {
        long loud = results.samples().stream().filter(sample -> !sample.quiet()).count();
        List<String> all = new ArrayList<>(results.troubles());
        if (loud > 0) {
            all.add("The machine was not quiet before " + loud + " of "
                    + results.samples().size() + " measurements.");
        }
        if (!all.isEmpty()) {
            text.append("\n### What to know about this run\n\n");
            all.forEach(trouble -> text.append("* ").append(trouble).append('\n'));
        }
    }

    private void section(String head, String explanation, Table table) {
        if (!table.isEmpty()) {
            text.append("\n### ")
                    .append(head)
                    .append("\n\n")
                    .append(explanation)
                    .append("\n\n")
                    .append(table);
        }
    }

    private List<String> present(Mode mode, Workload workload, int connections) {
        return PEERS.keySet().stream()
                .filter(peer -> !samples(peer, mode, workload, connections).isEmpty())
                .toList();
    }

    private List<Sample> samples(String name, Mode mode, Workload workload, int connections) {
        return results.samples().stream()
                .filter(sample -> sample.configuration().equals(name)
                        && sample.mode() == mode
                        && sample.workload().equals(workload.key())
                        && sample.connections() == connections)
                .toList();
    }

    private String title(String name) {
        return results.titles().getOrDefault(name, name);
    }

    private static <T> double median(List<T> samples, ToDoubleFunction<T> figure) {
        return Median.of(samples, figure).value();
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

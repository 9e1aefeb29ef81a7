package dev.portside.bench;

import dev.portside.bench.report.Figures;
import dev.portside.bench.report.Idle;
import dev.portside.bench.report.Results;
import dev.portside.bench.report.Sample;
import dev.portside.bench.report.Start;
import dev.portside.bench.server.Configuration;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Record of a run: results are printed and saved as they come, so that an aborted run leaves its results. */
final class Journal {

    private final PrintStream out;
    private final Path file;
    private final Results head;
    private final int whole;
    private final long began = System.nanoTime();
    private final List<Start> starts = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Idle> idles = new ArrayList<>();
    private final Set<String> troubles = new LinkedHashSet<>();
    private int done;

    /**
     * @param out where results are printed
     * @param file where they are saved
     * @param head what is known before anything is measured
     * @param whole how many servers are tried, in all rounds together
     */
    Journal(PrintStream out, Path file, Results head, int whole) {
        this.out = out;
        this.file = file;
        this.head = head;
        this.whole = whole;
    }

    void add(Start start) {
        starts.add(start);
        say("%s: ready after %s ms", start.configuration(), Figures.whole(start.millis()));
    }

    void add(Sample sample) {
        samples.add(sample);
        say(
                "%s: %s over %d connections %s: %s req/s, P99 %s ms, CPU %s + %s µs, %d errors%s",
                sample.configuration(),
                sample.workload(),
                sample.connections(),
                sample.mode() == Sample.Mode.CLOSED ? "as fast as it goes" : "at a fixed rate",
                Figures.whole(sample.perSecond()),
                Figures.millis(sample.latency().p99()),
                Figures.whole(sample.serverMicros()),
                Figures.whole(sample.databaseMicros()),
                sample.errors(),
                sample.quiet() ? "" : " (the machine was not quiet)");
    }

    void add(Idle idle) {
        idles.add(idle);
        say(
                "%s: %,d idle connections: %s to %s MiB, P99 %s to %s ms, %d errors",
                idle.configuration(),
                idle.connections(),
                Figures.mebibytes(idle.residentBefore()),
                Figures.mebibytes(idle.residentDuring()),
                Figures.millis(idle.before().p99()),
                Figures.millis(idle.during().p99()),
                idle.errors());
    }

    /** Records what was omitted or failed, each once. */
    void trouble(Configuration configuration, String what) {
        troubles.add(configuration.title() + ": " + what);
        say("%s: %s", configuration.name(), what);
    }

    /** Ends one server, and saves all results so far. */
    void next() {
        done++;
        results().write(file);
    }

    Results results() {
        return new Results(
                head.began(),
                head.machine(),
                head.versions(),
                head.titles(),
                head.settings(),
                starts,
                samples,
                idles,
                List.copyOf(troubles));
    }

    private void say(String format, Object... arguments) {
        Duration since = Duration.ofNanos(System.nanoTime() - began);
        out.printf(
                Locale.ROOT,
                "[%d:%02d, server %d of %d] ",
                since.toMinutes(),
                since.toSecondsPart(),
                Math.min(done + 1, whole),
                whole);
        out.printf(Locale.ROOT, format + "%n", arguments);
    }
}

package dev.portside.bench.soak;

import dev.portside.bench.machine.Processes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run soak}. */
@Command(
        name = "soak",
        description =
                "Sends users, events, images, exports and bad requests to a running server, and watches its memory.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SoakCommand implements Callable<Integer> {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final double MEGABYTE = 1e6;

    /** More than noise: the middle of the last quarter above that of the third. */
    private static final double LEVEL = 1.03;

    @Option(names = "--url", paramLabel = "URL", description = "Of the server; default: http://127.0.0.1:8080.")
    private URI server = URI.create("http://127.0.0.1:8080");

    @Option(names = "--pid", paramLabel = "PID", required = true, description = "Of the server's process.")
    private long pid;

    @Option(names = "--time", paramLabel = "SECONDS", description = "Of the load; default: 1800.")
    private int time = 1_800;

    @Option(names = "--clients", paramLabel = "N", description = "That do all but the images; default: 16.")
    private int clients = 16;

    @Option(names = "--image-clients", paramLabel = "N", description = "Default: 1.")
    private int imageClients = 1;

    @Option(names = "--pause", paramLabel = "MS", description = "Of each client between two requests; default: 0.")
    private int pause;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; default: all.")
    private Set<Kind> kinds = Set.of(Kind.values());

    @Override
    public Integer call() throws InterruptedException {
        List<Double> memory = new ArrayList<>();
        double cpuBefore = Processes.cpuSeconds(pid);
        Soak soak = new Soak(server, kinds, Duration.ofMillis(pause));
        soak.start(clients, imageClients);
        for (int at = 0; at < time; at += (int) STEP.toSeconds()) {
            soak.await(STEP);
            memory.add(Processes.residentBytes(pid) / MEGABYTE);
            System.out.printf(
                    Locale.ROOT, "%5d s  %6.0f MB  %s%n", at + STEP.toSeconds(), memory.getLast(), soak.summary());
        }
        soak.stop();
        System.out.printf(Locale.ROOT, "CPU of the server: %.1f s%n", Processes.cpuSeconds(pid) - cpuBefore);
        System.out.print(soak.table());
        boolean level = level(memory);
        System.out.printf(
                Locale.ROOT,
                "Memory: at most %.0f MB, %s over the second half.%n",
                memory.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                level ? "level" : "RISING");
        System.out.println("Answers: " + soak.answers() + ", of them 5xx: " + soak.failures());
        soak.failed().forEach(failure -> System.out.println("  " + failure));
        return soak.failures() == 0 && level ? 0 : 1;
    }

    private static boolean level(List<Double> memory) {
        int quarter = memory.size() / 4;
        return quarter < 3
                || median(memory.subList(3 * quarter, memory.size()))
                        <= LEVEL * median(memory.subList(2 * quarter, 3 * quarter));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}

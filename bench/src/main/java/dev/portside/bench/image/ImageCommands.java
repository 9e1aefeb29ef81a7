package dev.portside.bench.image;

import dev.portside.bench.machine.Machine;
import dev.portside.bench.report.Publication;
import dev.portside.bench.server.Configuration;
import dev.portside.bench.server.Configurations;
import dev.portside.bench.server.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run images}. */
@Command(
        name = "images",
        description = "Measures requests for users while images are resized without a pause.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ImageCommands implements Callable<Integer> {

    private static final int USERS = 100_000;

    @Option(
            names = "--servers",
            split = ",",
            paramLabel = "NAME",
            description =
                    "express-sharp, images-vips, images-vips-of-sharp, images-jdk; default: all that can run here.")
    private List<String> servers = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Default: 3.")
    private int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Of images, and of users; default: 8.")
    private int warmUp = 8;

    @Option(names = "--time", paramLabel = "SECONDS", description = "Of each measurement; default: 15.")
    private int time = 15;

    @Option(
            names = "--quiet-wait",
            paramLabel = "SECONDS",
            description = "To wait for a quiet machine before each server; default: 30.")
    private int quietWait = 30;

    @Option(names = "--publish", description = "Puts the table into docs/performance.md as well.")
    private boolean publish;

    private final Path root;
    private final Path java;

    public ImageCommands(Path root, Path java) {
        this.root = root;
        this.java = java;
    }

    @Override
    public Integer call() throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path results = root.resolve("bench/results").resolve(now.toString().replace(":", "") + "-images");
        Path work = root.resolve("bench/target/work");
        Files.createDirectories(results);
        Files.createDirectories(work);
        List<Configuration> chosen = chosen();
        try (Database database = Database.start(root.resolve("bench/target/database"), root, USERS)) {
            ImageTrial beside = new ImageTrial(
                    database,
                    root.resolve("bench/wrk/images.lua"),
                    work,
                    results,
                    Duration.ofSeconds(warmUp),
                    Duration.ofSeconds(time),
                    Duration.ofSeconds(quietWait));
            for (int round = 0; round < rounds; round++) {
                beside.round(chosen);
            }
            String report = head(now, beside.megabytes()) + "\n" + beside.table();
            Path page = results.resolve("images.md");
            Files.writeString(page, report);
            System.out.println(report);
            if (publish) {
                Publication.publishImages(root.resolve("docs"), report);
            }
            System.out.println("Results are in " + page);
        }
        return 0;
    }

    private List<Configuration> chosen() {
        List<Configuration> all = new Configurations(root, java).images();
        for (String name : servers) {
            if (all.stream().noneMatch(each -> each.name().equals(name))) {
                throw new IllegalArgumentException(
                        "There is no server named " + name + "; see bench/run images --help");
            }
        }
        List<Configuration> possible = all.stream()
                .filter(each -> servers.isEmpty() || servers.contains(each.name()))
                .filter(each -> each.missing().isEmpty())
                .toList();
        all.stream()
                .filter(each -> each.missing().isPresent())
                .forEach(each -> System.out.println(
                        "Left out: " + each.name() + "; " + each.missing().orElseThrow()));
        return possible;
    }

    private String head(Instant now, double megabytes) {
        Machine machine = Machine.current(root);
        return String.format(
                Locale.ROOT,
                "%s, %d cores of %s, JDK %s, Node.js %s, commit %s; medians of %d rounds of %d s; a JPEG of %,d × %,d"
                        + " pixels and %.1f MB becomes one of 800 × 600 over %d connections; users at %d requests a"
                        + " second; the smaller ones are of %,d × %,d pixels, become 720 × 588 at quality 80, over %d"
                        + " connections.%n",
                now,
                machine.cores(),
                machine.processor(),
                machine.jdk(),
                machine.node(),
                machine.commit(),
                rounds,
                time,
                ImageTrial.WIDTH,
                ImageTrial.HEIGHT,
                megabytes,
                ImageTrial.IMAGE_CONNECTIONS,
                ImageTrial.USER_RATE,
                ImageTrial.SMALLER_WIDTH,
                ImageTrial.SMALLER_HEIGHT,
                ImageTrial.SMALLER_CONNECTIONS);
    }
}

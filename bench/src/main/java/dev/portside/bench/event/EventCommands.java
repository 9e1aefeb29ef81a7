package dev.portside.bench.event;

import dev.portside.bench.machine.Machine;
import dev.portside.bench.report.Publication;
import dev.portside.bench.report.Table;
import dev.portside.bench.server.Configuration;
import dev.portside.bench.server.Configurations;
import dev.portside.bench.server.Database;
import dev.portside.bench.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run events}. */
@Command(
        name = "events",
        description = "Measures questions about a year of events, and how many events a second are taken.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class EventCommands implements Callable<Integer> {

    private static final int USERS = 100_000;

    /** The parts that a run can have. */
    enum Part {
        QUESTIONS,
        INTAKE
    }

    @Option(names = "--parts", split = ",", paramLabel = "PART", description = "questions, intake; default: both.")
    private Set<Part> parts = Set.of(Part.values());

    @Option(names = "--events", paramLabel = "N", description = "That questions are about; default: 12000000.")
    private long events = 12_000_000;

    @Option(
            names = "--servers",
            split = ",",
            paramLabel = "NAME",
            description = "That take events; default: fastify,javalin-coalescing-local,helidon-coalescing-local.")
    private List<String> servers = List.of("fastify", "javalin-coalescing-local", "helidon-coalescing-local");

    @Option(names = "--rounds", paramLabel = "N", description = "Of the intake; default: 3.")
    private int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Before each measurement; default: 8.")
    private int warmUp = 8;

    @Option(names = "--time", paramLabel = "SECONDS", description = "Of each measurement; default: 8.")
    private int time = 8;

    @Option(
            names = "--quiet-wait",
            paramLabel = "SECONDS",
            description = "To wait for a quiet machine before each measurement; default: 30.")
    private int quietWait = 30;

    @Option(names = "--publish", description = "Puts the tables into docs/performance.md as well.")
    private boolean publish;

    private final Path root;
    private final Path java;

    public EventCommands(Path root, Path java) {
        this.root = root;
        this.java = java;
    }

    @Override
    public Integer call() throws IOException {
        if (publish && parts.size() < Part.values().length) {
            throw new IllegalArgumentException(
                    "--publish replaces the tables of all parts; leave --parts out, or --publish");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path results = root.resolve("bench/results").resolve(now.toString().replace(":", "") + "-events");
        Path work = root.resolve("bench/target/work");
        Files.createDirectories(results);
        Files.createDirectories(work);
        StringBuilder report = new StringBuilder(head(now));
        if (parts.contains(Part.QUESTIONS)) {
            report.append(String.format(Locale.ROOT, "%n%,d events of a year:%n%n", events))
                    .append(questions(results, work));
        }
        if (parts.contains(Part.INTAKE)) {
            report.append(String.format("%nIntake, each measured from empty tables, %d rounds:%n%n", rounds))
                    .append(intake(results, work));
        }
        Path page = results.resolve("events.md");
        Files.writeString(page, report);
        System.out.println(report);
        if (publish) {
            Publication.publishEvents(root.resolve("docs"), report.toString());
        }
        System.out.println("Results are in " + page);
        return 0;
    }

    private String head(Instant now) {
        Machine machine = Machine.current(root);
        return "%s, %d cores of %s, JDK %s, Node.js %s, commit %s; all on one machine, PostgreSQL with its own settings, fsync on.%n"
                .formatted(now, machine.cores(), machine.processor(), machine.jdk(), machine.node(), machine.commit());
    }

    private Table questions(Path results, Path work) {
        try (Database database = Database.start(root.resolve("bench/target/events-database"), root, USERS)) {
            System.out.println("Seeding if need be, which takes about five minutes for twelve million events ...");
            database.holdEvents(root, events);
            try (RunningServer server = RunningServer.start(
                    configuration("javalin-coalescing-local"),
                    database.environment(),
                    work,
                    results.resolve("questions.log"))) {
                return QueryTrial.of(server.port());
            }
        }
    }

    private Table intake(Path results, Path work) {
        List<Configuration> chosen = servers.stream().map(this::configuration).toList();
        try (Database database = Database.start(root.resolve("bench/target/intake-database"), root, USERS)) {
            IngestionTrial intake = new IngestionTrial(
                    database,
                    root.resolve("bench/wrk/events.lua"),
                    work,
                    results,
                    Duration.ofSeconds(warmUp),
                    Duration.ofSeconds(time),
                    Duration.ofSeconds(quietWait));
            for (int round = 0; round < rounds; round++) {
                intake.round(chosen);
            }
            return intake.table();
        }
    }

    private Configuration configuration(String name) {
        return new Configurations(root, java)
                .all().stream()
                        .filter(configuration -> configuration.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "There is no server named " + name + "; see bench/run --list --all"));
    }
}

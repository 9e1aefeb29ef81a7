package dev.portside.bench;

import dev.portside.bench.Plan.Part;
import dev.portside.bench.load.Workload;
import dev.portside.bench.machine.Machine;
import dev.portside.bench.report.Publication;
import dev.portside.bench.report.Results;
import dev.portside.bench.server.Configuration;
import dev.portside.bench.server.Configurations;
import dev.portside.bench.server.Database;
import dev.portside.bench.server.Versions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command line of {@code bench/run}. */
@Command(
        name = "bench/run",
        description = "Compares Portside with its peers, one after the other, on one machine and one PostgreSQL.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "`bench/run events` measures what is done with events.",
            "`bench/run images` measures users while images are resized.",
            "`bench/run soak` sends everything at once to a server that is running, and watches its memory.",
            "`bench/run micro` runs the JMH benchmarks instead; what follows goes to JMH."
        })
final class Commands implements Callable<Integer> {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    @Option(names = "--list", description = "Shows what can be compared, and ends.")
    private boolean list;

    @Option(names = "--all", description = "All configurations of Portside, not only the most informative ones.")
    private boolean all;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these; * stands for anything.")
    private List<String> only = List.of();

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "KEY",
            description = "${COMPLETION-CANDIDATES}; default: all.")
    private List<Workload> workloads = List.of(Workload.values());

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = "The first takes all workloads, others list and by-id; default: 64,400.")
    private List<Integer> connections = List.of(64, 400);

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description =
                    "closed (as much as it takes), open (fixed rate), idle (mostly idle connections); default: all.")
    private Set<Part> parts = Set.of(Part.values());

    @Option(names = "--rounds", paramLabel = "N", description = "How often all are measured; default: 2.")
    private int rounds = 2;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Before each measurement; default: 6.")
    private int warmUp = 6;

    @Option(names = "--time", paramLabel = "SECONDS", description = "Of each measurement; default: 8.")
    private int time = 8;

    @Option(
            names = "--rate",
            split = ",",
            paramLabel = "KEY=N",
            description = "Requests a second of a workload at its fixed rate.")
    private Map<Workload, Integer> rates = Map.of();

    @Option(names = "--idle-connections", paramLabel = "N", description = "Default: 10000.")
    private int idleConnections = 10_000;

    @Option(names = "--users", paramLabel = "N", description = "In the database; default: 100000.")
    private int users = 100_000;

    @Option(names = "--data-dir", paramLabel = "FOLDER", description = "PostgreSQL's; default: bench/target/database.")
    private @Nullable Path dataDir;

    @Option(
            names = "--quiet-wait",
            paramLabel = "SECONDS",
            description = "To wait for a quiet machine before each measurement; default: 30.")
    private int quietWait = 30;

    @Option(
            names = "--quick",
            description = "One round, the first number of connections, 2 s of warm-up, 3 s each, nothing idle.")
    private boolean quick;

    @Option(names = "--publish", description = "Puts tables and chart into docs/performance.md as well.")
    private boolean publish;

    @Option(names = "--publish-run", paramLabel = "FOLDER", description = "Does that with an earlier run, and ends.")
    private @Nullable Path publishRun;

    private final Path root;
    private final Path java;

    Commands(Path root, Path java) {
        this.root = root;
        this.java = java;
    }

    @Override
    public Integer call() {
        Path earlier = publishRun;
        if (earlier != null) {
            Publication publication = new Publication(Results.read(earlier.resolve("results.json")));
            publication.write(earlier);
            publication.publish(root.resolve("docs"));
            return 0;
        }
        List<Configuration> configurations = new Configurations(root, java)
                .all().stream().filter(this::chosen).toList();
        if (list) {
            configurations.forEach(Commands::show);
            return 0;
        }
        if (configurations.isEmpty()) {
            System.err.println("bench: --only names nothing that there is; see bench/run --list --all");
            return 2;
        }
        return compare(configurations);
    }

    private boolean chosen(Configuration configuration) {
        return only.isEmpty()
                ? all || configuration.byDefault()
                : only.stream().anyMatch(name -> matches(name, configuration.name()));
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"));
    }

    private static void show(Configuration configuration) {
        System.out.printf(
                "%-28s %s%s%n",
                configuration.name(),
                configuration.title(),
                configuration
                        .missing()
                        .map(missing -> "; not possible: " + missing)
                        .orElse(""));
    }

    private Plan plan() {
        return new Plan(
                quick ? 1 : rounds,
                Duration.ofSeconds(quick ? 2 : warmUp),
                Duration.ofSeconds(quick ? 3 : time),
                Duration.ofSeconds(quietWait),
                workloads,
                quick ? connections.subList(0, 1) : connections,
                parts.stream().filter(part -> !(quick && part == Part.IDLE)).collect(Collectors.toSet()),
                rates,
                idleConnections,
                users);
    }

    private int compare(List<Configuration> configurations) {
        Plan plan = plan();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Folder folder = Folder.create(root, now.toString().replace(":", ""));
        Duration estimate = plan.estimate(configurations.size());
        System.out.printf(
                Locale.ROOT,
                "%d servers, %d rounds: about %d minutes on a quiet machine; results go to %s%n",
                configurations.size(),
                plan.rounds(),
                estimate.plusSeconds(30).toMinutes(),
                folder.results());
        Thread working = Thread.currentThread();
        CountDownLatch over = new CountDownLatch(1);
        Thread stop = new Thread(() -> interruptAndAwait(working, over));
        Runtime.getRuntime().addShutdownHook(stop);
        Path data = Optional.ofNullable(dataDir).orElse(root.resolve("bench/target/database"));
        try (Database database = Database.start(data, root, plan.users())) {
            Journal journal = journal(plan, folder, now, configurations, database);
            try {
                new Run(plan, folder, database, journal).all(configurations);
            } finally {
                // Closing must not be cut short by what cut the run short.
                var unused = Thread.interrupted();
                finish(folder, journal.results());
            }
        } finally {
            over.countDown();
        }
        Runtime.getRuntime().removeShutdownHook(stop);
        return 0;
    }

    private Journal journal(
            Plan plan, Folder folder, Instant now, List<Configuration> configurations, Database database) {
        Map<String, String> titles = new LinkedHashMap<>();
        configurations.forEach(configuration -> titles.put(configuration.name(), configuration.title()));
        Results head = new Results(
                now.toString(),
                Machine.current(root),
                Versions.of(root, database),
                titles,
                new Results.Settings(
                        plan.rounds(),
                        plan.warmUp().toSeconds(),
                        plan.measured().toSeconds(),
                        plan.users()),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return new Journal(System.out, folder.json(), head, plan.rounds() * configurations.size());
    }

    private void finish(Folder folder, Results results) {
        results.write(folder.json());
        Publication publication = new Publication(results);
        publication.write(folder.results());
        if (publish) {
            publication.publish(root.resolve("docs"));
        }
        System.out.println("Results are in " + folder.results());
    }

    /** A signal ends the run, which first stops what it has started and writes down what it has. */
    private static void interruptAndAwait(Thread working, CountDownLatch over) {
        working.interrupt();
        try {
            if (!over.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("bench: the run could not be stopped in time; look for servers that it has left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

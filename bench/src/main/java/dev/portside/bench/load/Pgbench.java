package dev.portside.bench.load;

import dev.portside.bench.machine.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** PostgreSQL alone, asked the same by pgbench: what a server that asks once per request cannot exceed. */
public final class Pgbench {

    /** Of each hundred transactions, how many are timed one by one. */
    private static final String SAMPLED = "0.1";

    private static final Duration SLACK = Duration.ofSeconds(30);
    private static final Pattern PROCESSED = Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");
    private static final Pattern PER_SECOND = Pattern.compile("tps = ([0-9.]+)");

    /** The columns of the log that pgbench writes: client, transaction, microseconds, … */
    private static final int TIME_COLUMN = 2;

    private static final String COLUMNS = "id, name, email, created_at, updated_at";

    private final Path work;
    private final Map<String, String> database;

    /**
     * @param work a folder for scripts and logs
     * @param database the environment of PostgreSQL's programs, with the address
     */
    public Pgbench(Path work, Map<String, String> database) {
        this.work = work;
        this.database = Map.copyOf(database);
    }

    /** The same as SQL; empty for what one statement cannot say. */
    public static Optional<String> script(Workload workload) {
        return switch (workload) {
            case LIST -> Optional.of("select " + COLUMNS + " from users order by created_at desc, id desc limit 20;\n");
            case BY_ID ->
                Optional.of("\\set id random(:lowest, :highest)\nselect " + COLUMNS + " from users where id = :id;\n");
            case POST ->
                Optional.of("insert into users (name, name_folded, email, created_at, updated_at) values ('Bench Mark',"
                        + " 'bench mark', gen_random_uuid() || '@bench.example', now(), now()) returning " + COLUMNS
                        + ";\n");
            case CURSOR, MIXED -> Optional.empty();
        };
    }

    public Load run(Workload workload, Places places, int clients, Duration time) {
        try {
            Path script = work.resolve("pgbench-" + workload.key() + ".sql");
            Files.writeString(script, script(workload).orElseThrow());
            Path log = work.resolve("pgbench-log");
            delete(log);
            List<String> command = new ArrayList<>(List.of("pgbench", "--no-vacuum", "--protocol=prepared"));
            command.add("--file=" + script);
            command.add("--client=" + clients);
            command.add("--jobs=2");
            command.add("--time=" + time.toSeconds());
            command.add("--define=lowest=" + places.lowestId());
            command.add("--define=highest=" + places.highestId());
            command.addAll(List.of("--log", "--log-prefix=" + log, "--sampling-rate=" + SAMPLED));
            String output = Command.run(command, work, database, time.plus(SLACK));
            return parse(output, times(log));
        } catch (IOException e) {
            throw new UncheckedIOException("pgbench's files in " + work + " could not be used", e);
        }
    }

    static Load parse(String output, long[] timesInMicros) {
        long processed = (long) number(PROCESSED, output);
        // pgbench divides by the time without that for connecting; so do the figures here.
        double seconds = processed / number(PER_SECOND, output);
        return new Load(processed, seconds, (long) number(FAILED, output), Latency.ofMicros(timesInMicros));
    }

    private static double number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("pgbench printed nothing like " + pattern + ": " + Command.tail(output));
        }
        return Double.parseDouble(matcher.group(1));
    }

    private long[] times(Path log) throws IOException {
        LongStream.Builder all = LongStream.builder();
        for (Path file : logs(log)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.mapToLong(Pgbench::time).forEach(all);
            }
        }
        delete(log);
        return all.build().toArray();
    }

    static long time(String line) {
        return Long.parseLong(line.split(" ", -1)[TIME_COLUMN]);
    }

    private List<Path> logs(Path log) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(file -> file.getFileName().toString().startsWith(log.getFileName() + "."))
                    .toList();
        }
    }

    private void delete(Path log) throws IOException {
        for (Path file : logs(log)) {
            Files.delete(file);
        }
    }
}

package dev.portside.bench.load;

import dev.portside.bench.machine.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A closed load: each connection sends its next request when it has the answer to the last, which finds out how much a
 * server can do. Its times are those of a server that is always full.
 */
public final class Wrk {

    private static final int THREADS = 2;

    /** What wrk may take beyond its time, to start and to end. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private static final String ANSWER_TIMEOUT = "10s";

    private static final Pattern FIELD = Pattern.compile("(\\w+)=(-?\\d+)");

    private final Path script;
    private final Path work;

    /** @param work a folder for a file of what is asked for */
    public Wrk(Path script, Path work) {
        this.script = script;
        this.work = work;
    }

    public Load run(Workload workload, Places places, int port, int connections, Duration time) {
        List<String> arguments = new ArrayList<>(List.of(
                workload.key(), Long.toString(places.lowestId()), Long.toString(places.highestId()), places.run()));
        if (workload == Workload.CURSOR) {
            Path targets = work.resolve("targets.txt");
            places.writeTargets(targets);
            arguments.add(targets.toString());
        }
        return run(arguments, port, connections, time);
    }

    /** The same with any arguments for the script. */
    public Load run(List<String> arguments, int port, int connections, Duration time) {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t" + THREADS,
                "-c" + connections,
                "-d" + time.toSeconds() + "s",
                "--timeout",
                ANSWER_TIMEOUT,
                "-s",
                script.toString(),
                "http://127.0.0.1:" + port,
                "--"));
        command.addAll(arguments);
        return parse(Command.run(command, work, Map.of(), time.plus(SLACK)));
    }

    /** Reads the line that the script ends with. */
    static Load parse(String output) {
        String line = output.lines()
                .filter(each -> each.startsWith("result "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk printed no result: " + Command.tail(output)));
        return new Load(
                field(line, "requests"),
                field(line, "micros") / 1e6,
                field(line, "socket_errors") + field(line, "status_errors"),
                field(line, "requests") == 0
                        ? Latency.UNKNOWN
                        : Latency.ofMicros(
                                field(line, "p50"), field(line, "p99"), field(line, "p999"), field(line, "max")));
    }

    private static long field(String line, String name) {
        Matcher matcher = FIELD.matcher(line);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return Long.parseLong(matcher.group(2));
            }
        }
        throw new IllegalStateException("wrk's result has no " + name + ": " + line);
    }
}

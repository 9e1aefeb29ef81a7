package dev.portside.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Machine of the measurements.
 *
 * @param commit of this source tree, with {@code -dirty} when something in it has changed
 */
public record Machine(
        int cores, String processor, double memoryGibibytes, String kernel, String jdk, String node, String commit) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final double KIBIBYTES_PER_GIBIBYTE = 1024 * 1024;

    /** This one. */
    public static Machine current(Path root) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                first(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
                first(Path.of("/proc/meminfo"), "MemTotal")
                        .map(text -> Double.parseDouble(text.replaceAll("\\D", "")) / KIBIBYTES_PER_GIBIBYTE)
                        .orElse(Double.NaN),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString(),
                output(root, "node", "--version"),
                output(root, "git", "describe", "--always", "--dirty", "--abbrev=10"));
    }

    /** Returns the limit of open files of a process, sockets included; unlimited where the system does not report it. */
    public static long openFiles() {
        return first(Path.of("/proc/self/limits"), "Max open files")
                .map(text -> text.strip().split(" +", -1))
                .filter(words -> words.length > 1 && !words[1].equals("unlimited"))
                .map(words -> Long.parseLong(words[1]))
                .orElse(Long.MAX_VALUE);
    }

    private static Optional<String> first(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length())
                            .strip()
                            .replaceFirst("^:", "")
                            .strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String output(Path directory, String... command) {
        if (Command.find(command[0]).isEmpty()) {
            return "-";
        }
        try {
            return Command.run(List.of(command), directory, Map.of(), LIMIT).strip();
        } catch (IllegalStateException e) {
            return "-";
        }
    }
}

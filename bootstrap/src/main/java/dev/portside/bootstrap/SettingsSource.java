package dev.portside.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads settings by key and collects everything that is wrong with them. */
final class SettingsSource {

    private static final String PREFIX = "PORTSIDE_";
    private static final String AUTO = "auto";

    /** Where tests find their services; whoever runs them may have it set for good. */
    private static final String TESTS = "PORTSIDE_TEST_";

    private final Map<String, String> values;
    private final Map<String, String> effective = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsSource(Map<String, String> values) {
        this.values = values;
    }

    /** The environment over the file. A variable that is set to nothing counts as not set. */
    static SettingsSource of(Map<String, String> environment, Path dotEnv) {
        Map<String, String> values = new HashMap<>();
        SettingsSource source = new SettingsSource(values);
        source.readFile(dotEnv);
        environment.forEach((key, value) -> values.put(key, value.strip()));
        values.values().removeIf(String::isEmpty);
        return source;
    }

    Optional<String> optional(String key) {
        Optional<String> value = Optional.ofNullable(values.get(key));
        effective.put(key, value.orElse(""));
        return value;
    }

    /** A value of which nothing is ever shown. */
    Optional<String> secret(String key) {
        Optional<String> value = Optional.ofNullable(values.get(key));
        effective.put(key, value.isPresent() ? "(set, not shown)" : "");
        return value;
    }

    String text(String key, String ifAbsent) {
        String value = values.getOrDefault(key, ifAbsent);
        effective.put(key, value);
        return value;
    }

    String oneOf(String key, String ifAbsent, List<String> allowed) {
        return read(
                key,
                ifAbsent,
                "one of " + String.join(", ", allowed),
                text -> Optional.of(text).filter(allowed::contains));
    }

    boolean flag(String key, boolean ifAbsent) {
        return oneOf(key, Boolean.toString(ifAbsent), List.of("true", "false")).equals("true");
    }

    int number(String key, int ifAbsent, int min, int max) {
        return read(key, Integer.toString(ifAbsent), "between " + min + " and " + max, text -> number(text, min, max));
    }

    /** 0 when it is {@code auto}, which it is unless it is set. */
    int numberOrAuto(String key, int max) {
        return read(
                key,
                AUTO,
                AUTO + ", or between 1 and " + max,
                text -> text.equals(AUTO) ? Optional.of(0) : number(text, 1, max));
    }

    private static Optional<Integer> number(String text, int min, int max) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(number -> number >= min && number <= max);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    int size(String key, String ifAbsent, int min, int max) {
        return read(
                key,
                ifAbsent,
                "a size such as 64KiB between " + min + " and " + max + " bytes",
                text -> Units.bytes(text)
                        .filter(size -> size >= min && size <= max)
                        .map(Long::intValue));
    }

    Duration duration(String key, String ifAbsent, Duration min, Duration max) {
        return read(
                key,
                ifAbsent,
                "a duration such as 250ms, 3s or 5m between " + min.toMillis() + "ms and " + max.toSeconds() + "s",
                text -> Units.duration(text).filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0));
    }

    /** Notes something that is wrong with several settings together. */
    void problem(String problem) {
        problems.add(problem);
    }

    /** @throws Settings.Invalid when anything was wrong, or when there are settings that nobody asked for */
    void requireNothingElse() {
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeIf(key -> !key.startsWith(PREFIX) || key.startsWith(TESTS) || effective.containsKey(key));
        unknown.forEach(
                key -> problems.add(key + " is not a setting; unset it, or see ./portside config for those there are"));
        if (!problems.isEmpty()) {
            throw new Settings.Invalid(problems);
        }
    }

    Map<String, String> effective() {
        return Map.copyOf(effective);
    }

    private <T> T read(String key, String ifAbsent, String expected, Function<String, Optional<T>> parse) {
        String text = text(key, ifAbsent);
        return parse.apply(text).orElseGet(() -> {
            problems.add(key + " must be " + expected + ", but was \"" + text + "\"");
            return parse.apply(ifAbsent).orElseThrow();
        });
    }

    private void readFile(Path dotEnv) {
        if (!Files.exists(dotEnv)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(dotEnv)) {
                readLine(line.strip(), dotEnv);
            }
        } catch (IOException e) {
            problems.add(dotEnv + " cannot be read (" + e.getMessage() + "); make it readable, or remove it");
        }
    }

    private void readLine(String line, Path dotEnv) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String assignment = line.startsWith("export ") ? line.substring(7).strip() : line;
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            problems.add(dotEnv + " must have lines of KEY=value, but has \"" + line.split("=", 2)[0] + "\"");
            return;
        }
        String value = assignment.substring(equals + 1).strip();
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.endsWith(value.substring(0, 1));
        values.put(assignment.substring(0, equals).strip(), quoted ? value.substring(1, value.length() - 1) : value);
    }
}

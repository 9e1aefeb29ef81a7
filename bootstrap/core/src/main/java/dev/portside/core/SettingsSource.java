package dev.portside.core;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads settings by key and collects everything that is wrong with them. For use by one thread. */
public final class SettingsSource implements SettingValues {

    private static final String PREFIX = "PORTSIDE_";

    /** Where tests find their services; whoever runs them may have it set for good. */
    private static final String TESTS = "PORTSIDE_TEST_";

    private final Map<String, String> values;
    private final boolean onlySettings;
    private final Optional<Path> file;
    private final Map<String, String> effective = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private SettingsSource(Map<String, String> values, boolean onlySettings, Optional<Path> file) {
        this.values = values;
        this.onlySettings = onlySettings;
        this.file = file;
    }

    /**
     * The environment over the file. A variable that is set to nothing counts as not set; {@code KEY_FILE} names a file with the
     * value of {@code KEY}.
     *
     * @param dotEnv lines of {@code KEY=value}; need not exist. One that other users could have written is a problem
     */
    public static SettingsSource of(Map<String, String> environment, Path dotEnv) {
        DotEnv file = DotEnv.read(dotEnv);
        SettingsSource source = new SettingsSource(new HashMap<>(), false, file.file());
        source.problems.addAll(file.problems());
        source.putAll(file.values());
        environment.forEach((key, value) -> {
            if (!value.isBlank()) {
                source.values.remove(ValueFiles.counterpart(key));
            }
        });
        source.putAll(environment);
        ValueFiles.resolve(source.values, PREFIX, source.problems::add);
        return source;
    }

    /** Just these, each of which is meant to be a setting. */
    public static SettingsSource of(Map<String, String> settings) {
        SettingsSource source = new SettingsSource(new HashMap<>(), true, Optional.empty());
        source.putAll(settings);
        return source;
    }

    private void putAll(Map<String, String> more) {
        more.forEach((key, value) -> values.put(key, value.strip()));
        values.values().removeIf(String::isEmpty);
    }

    /** The value that holds; when what was set is wrong that is a problem, and the value is the one for its absence. */
    @Override
    public <T> T get(Setting<T> setting) {
        String text = printable(setting);
        effective.put(setting.key(), setting.secret() && !text.isEmpty() ? "(set, not shown)" : text);
        return setting.parse().apply(text).orElseGet(() -> {
            problems.add(setting.key() + " must be " + setting.expected() + ", but was \""
                    + (setting.secret() ? "(not shown)" : text) + "\"");
            return setting.parse().apply(setting.ifAbsent()).orElseThrow();
        });
    }

    /** What was set, unless it would end a line wherever it is shown, or worse; of that, nothing is shown. */
    private String printable(Setting<?> setting) {
        String text = values.getOrDefault(setting.key(), setting.ifAbsent());
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        problems.add(setting.key() + " must be one line of text, but has a control character");
        return setting.ifAbsent();
    }

    /** A text that need not be there. */
    public Optional<String> optional(String key) {
        return get(Setting.optional(key));
    }

    /** A value of which nothing is ever shown. */
    public Optional<String> secret(String key) {
        return get(Setting.secret(key));
    }

    /** Any text. */
    public String text(String key, String ifAbsent) {
        return get(Setting.text(key, ifAbsent));
    }

    /** One of several words. */
    public String oneOf(String key, String ifAbsent, List<String> allowed) {
        return get(Setting.oneOf(key, ifAbsent, allowed));
    }

    /** Yes or no. */
    public boolean flag(String key, boolean ifAbsent) {
        return get(Setting.flag(key, ifAbsent));
    }

    /** A whole number from {@code min} to {@code max}. */
    public int number(String key, int ifAbsent, int min, int max) {
        return get(Setting.number(key, ifAbsent, min, max));
    }

    /** The same, or empty for {@code auto}. */
    public OptionalInt numberOrAuto(String key, int min, int max) {
        return get(Setting.numberOrAuto(key, min, max));
    }

    /** Bytes, from {@code min} to {@code max}. */
    public int size(String key, String ifAbsent, int min, int max) {
        return get(Setting.size(key, ifAbsent, min, max));
    }

    /** A time, from {@code min} to {@code max}. */
    public Duration duration(String key, String ifAbsent, Duration min, Duration max) {
        return get(Setting.duration(key, ifAbsent, min, max));
    }

    /**
     * The adapter that is chosen. One that is not there or cannot run is a problem; then it is the one for the setting's
     * absence.
     */
    public <A extends Adapter> A adapter(String key, String ifAbsent, Adapters<A> adapters) {
        return adapters.named(adapterOr(key, ifAbsent, adapters))
                .or(() -> adapters.named(ifAbsent))
                .orElseThrow(() -> new InvalidSettings(List.copyOf(problems)));
    }

    /**
     * The name of the adapter that is chosen, or one of these words, with which any of them may be or none. Settings of all
     * adapters that are there are settings; those of the chosen one are checked, or all when
     * nobody knows which that would be.
     */
    public String adapterOr(String key, String ifAbsent, Adapters<?> adapters, String... words) {
        List<String> allowed = new ArrayList<>(List.of(words));
        allowed.addAll(adapters.names());
        String name = text(key, meant(ifAbsent, adapters));
        if (!allowed.contains(name)) {
            problems.add(key + " must be one of " + String.join(", ", allowed) + ", but was \"" + name + "\""
                    + adapters.troubles());
        }
        for (Adapter adapter : adapters.all()) {
            boolean chosen = adapter.name().equals(name);
            for (Setting<?> setting : adapter.settings()) {
                known.add(setting.key());
                if (chosen || adapters.named(name).isEmpty()) {
                    var unused = get(setting);
                }
            }
            if (chosen) {
                adapter.missing()
                        .ifPresent(
                                missing -> problems.add(key + " is " + name + ", which cannot run here: " + missing));
                adapter.check(this, problems::add);
            } else {
                signOf(adapter)
                        .ifPresent(sign ->
                                problems.add(sign + " is set, but " + key + " is " + name + "; unset one of them"));
            }
        }
        return allowed.contains(name) ? name : ifAbsent;
    }

    /** The adapter of which there is a sign, if there is one. */
    private String meant(String ifAbsent, Adapters<?> adapters) {
        return adapters.all().stream()
                .filter(adapter -> signOf(adapter).isPresent())
                .findFirst()
                .<String>map(Adapter::name)
                .orElse(ifAbsent);
    }

    private Optional<String> signOf(Adapter adapter) {
        return adapter.signs().stream()
                .map(Setting::key)
                .filter(values::containsKey)
                .findFirst();
    }

    /** Notes something that is wrong with several settings together. */
    public void problem(String problem) {
        problems.add(problem);
    }

    /**
     * To be called when all has been read.
     *
     * @param whatToDo about a setting that nobody asked for
     * @throws InvalidSettings when anything was wrong, or when there are settings that nobody asked for
     */
    public void requireNothingElse(String whatToDo) {
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeIf(key -> !(onlySettings || key.toUpperCase(Locale.ROOT).startsWith(PREFIX))
                || key.startsWith(TESTS)
                || effective.containsKey(key)
                || known.contains(key));
        unknown.forEach(key -> problems.add(key + " is not a setting; " + whatToDo));
        if (!problems.isEmpty()) {
            throw new InvalidSettings(List.copyOf(problems));
        }
    }

    /** The file that settings were read from, beside the environment; empty when there was none. */
    public Optional<Path> file() {
        return file;
    }

    /** Every key that was read with the value that holds, as text; secrets replaced. */
    public Map<String, String> effective() {
        return Map.copyOf(effective);
    }
}

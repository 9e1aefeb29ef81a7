package dev.portside.core;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Parser of settings that collects all problems; {@link #finish} returns the result. For use by one thread.
 */
public final class SettingsReader implements SettingValues {

    private static final String PREFIX = "PORTSIDE_";

    /** Addresses of services for tests, which may always be set. */
    private static final String TESTS = "PORTSIDE_TEST_";

    private final Map<String, String> texts = new HashMap<>();
    private final boolean onlySettings;
    private final Optional<Path> file;
    private final Map<String, Object> parsed = new HashMap<>();
    private final Map<String, String> effective = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private SettingsReader(boolean onlySettings, Optional<Path> file) {
        this.onlySettings = onlySettings;
        this.file = file;
    }

    /**
     * Returns a reader of the environment over the file. A variable that is set to nothing counts as not set; {@code KEY_FILE}
     * names a file with the value of {@code KEY}.
     *
     * @param dotEnv lines of {@code KEY=value}; need not exist. One that other users could have written is a problem
     * @param ofAdapters settings of all adapters there are: a key of theirs is never taken for {@code KEY_FILE}
     */
    public static SettingsReader of(Map<String, String> environment, Path dotEnv, Collection<Setting<?>> ofAdapters) {
        DotEnv file = DotEnv.read(dotEnv);
        SettingsReader reader = new SettingsReader(false, file.file());
        reader.problems.addAll(file.problems());
        reader.putAll(file.values());
        environment.forEach((key, value) -> {
            if (!value.isBlank()) {
                reader.texts.remove(ValueFiles.counterpart(key));
            }
        });
        reader.putAll(environment);
        Set<String> declared = ofAdapters.stream().map(Setting::key).collect(Collectors.toSet());
        ValueFiles.resolve(reader.texts, PREFIX, declared, reader.problems::add);
        return reader;
    }

    /** Returns a reader of just these, all of which must be settings. */
    public static SettingsReader of(Map<String, String> settings) {
        SettingsReader reader = new SettingsReader(true, Optional.empty());
        reader.putAll(settings);
        return reader;
    }

    private void putAll(Map<String, String> more) {
        more.forEach((key, value) -> texts.put(key, value.strip()));
        texts.values().removeIf(String::isEmpty);
    }

    /**
     * Returns the value of a setting, which is parsed at the first call. A wrong value is a problem; the default value is returned
     * then.
     */
    @Override
    @SuppressWarnings("unchecked") // what was parsed by a setting of this key
    public <T> T get(Setting<T> setting) {
        Object value = parsed.get(setting.key());
        if (value == null) {
            value = parse(setting);
            parsed.put(setting.key(), value);
        }
        return (T) value;
    }

    private <T> T parse(Setting<T> setting) {
        String text = printable(setting);
        effective.put(setting.key(), setting.secret() && !text.isEmpty() ? "(set, not shown)" : text);
        return setting.parse().apply(text).orElseGet(() -> {
            problem(setting.key() + " must be " + setting.expected() + ", but was \""
                    + (setting.secret() ? "(not shown)" : text) + "\"");
            return setting.defaultValue();
        });
    }

    /** Returns the text that was set, but for control characters, which are a problem and are not repeated. */
    private String printable(Setting<?> setting) {
        String text = texts.getOrDefault(setting.key(), setting.defaultText());
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        problem(setting.key() + " must be one line of text, but has a control character");
        return setting.defaultText();
    }

    /** Parses all of these that have not been parsed yet. */
    public void readAll(List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            var unused = get(setting);
        }
    }

    /**
     * Chooses an adapter by the setting with its name. An adapter that does not exist or cannot run is a problem.
     *
     * <p>The settings of all these adapters are known. Those of the chosen one are parsed and checked, or those of all when a word
     * is set.
     *
     * @param words other values that are allowed
     */
    public void choose(Setting<String> setting, Adapters<?> adapters, String... words) {
        String name = get(setting.withDefault(activated(adapters).orElse(setting.defaultText())));
        List<String> allowed = new ArrayList<>(List.of(words));
        allowed.addAll(adapters.names());
        if (!allowed.contains(name)) {
            problem(setting.key() + " must be one of " + String.join(", ", allowed) + ", but was \"" + name + "\""
                    + adapters.loadErrors());
        }
        for (Adapter adapter : adapters.all()) {
            boolean chosen = adapter.name().equals(name);
            adapter.settings().forEach(one -> known.add(one.key()));
            if (chosen || adapters.named(name).isEmpty()) {
                readAll(adapter.settings());
            }
            if (chosen) {
                adapter.missing()
                        .ifPresent(missing ->
                                problem(setting.key() + " is " + name + ", which cannot run here: " + missing));
                adapter.check(this, this::problem);
            } else {
                activating(adapter)
                        .ifPresent(key ->
                                problem(key + " is set, but " + setting.key() + " is " + name + "; unset one of them"));
            }
        }
    }

    private Optional<String> activated(Adapters<?> adapters) {
        return adapters.all().stream()
                .filter(adapter -> activating(adapter).isPresent())
                .findFirst()
                .map(Adapter::name);
    }

    private Optional<String> activating(Adapter adapter) {
        return adapter.activatingSettings().stream()
                .map(Setting::key)
                .filter(texts::containsKey)
                .findFirst();
    }

    /** Adds a problem with several settings together. */
    public void problem(String problem) {
        problems.add(problem);
    }

    /**
     * Returns the result; to be called when all has been read.
     *
     * @param remedy what to do about an unknown setting
     * @throws InvalidSettings when there were problems or unknown settings, with all of them
     */
    public ParsedSettings finish(String remedy) {
        TreeSet<String> unknown = new TreeSet<>(texts.keySet());
        unknown.removeIf(key -> !(onlySettings || key.toUpperCase(Locale.ROOT).startsWith(PREFIX))
                || key.startsWith(TESTS)
                || parsed.containsKey(key)
                || known.contains(key));
        unknown.forEach(key -> problem(key + " is not a setting; " + remedy));
        if (!problems.isEmpty()) {
            throw new InvalidSettings(List.copyOf(problems));
        }
        return new ParsedSettings(parsed, effective, file);
    }
}

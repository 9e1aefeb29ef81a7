package dev.portside.core;

import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Settings that hold, each parsed once and checked. Immutable. */
public final class ParsedSettings implements SettingValues {

    private final Map<String, Object> values;
    private final Map<String, String> effective;
    private final Optional<Path> file;

    ParsedSettings(Map<String, Object> values, Map<String, String> effective, Optional<Path> file) {
        this.values = Map.copyOf(values);
        this.effective = Map.copyOf(effective);
        this.file = file;
    }

    /**
     * Returns the value of a setting.
     *
     * @throws IllegalArgumentException when neither the program nor an adapter that was chosen has declared it
     */
    @Override
    @SuppressWarnings("unchecked") // what was parsed by a setting of this key
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting.key());
        if (value == null) {
            throw new IllegalArgumentException(setting.key() + " is not a setting of any adapter that was chosen");
        }
        return (T) value;
    }

    /** Returns the file that settings were read from, beside the environment; empty when there was none. */
    public Optional<Path> file() {
        return file;
    }

    /** Returns every key with the value that holds, as text; secrets are replaced. */
    public Map<String, String> effective() {
        return effective;
    }
}

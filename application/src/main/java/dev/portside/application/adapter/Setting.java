package dev.portside.application.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Declaration of one setting: its key, its default value, its bounds and its documentation.
 *
 * @param key as in the environment: upper case, beginning with {@code PORTSIDE_} unless it is a name that others use as well
 * @param defaultText the default value as text; empty for none
 * @param expected the values that are allowed, to follow "must be"
 * @param documentation the meaning, in Markdown, for the table of the operating guide
 * @param secret whether the value is never shown
 * @param parse returns the value, or empty for a text that is not allowed; accepts {@code defaultText}
 */
public record Setting<T>(
        String key,
        String defaultText,
        String expected,
        String documentation,
        boolean secret,
        Function<String, Optional<T>> parse) {

    private static final String AUTO = "auto";
    private static final String OFF = "off";

    /** @throws IllegalArgumentException when the default value is not allowed */
    public Setting {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(documentation, "documentation");
        if (parse.apply(defaultText).isEmpty()) {
            throw new IllegalArgumentException(
                    key + " must be " + expected + ", but its default value is \"" + defaultText + "\"");
        }
    }

    /** Returns the value that holds where none is set. */
    public T defaultValue() {
        return parse.apply(defaultText).orElseThrow();
    }

    /**
     * Returns the same setting with another default value.
     *
     * @throws IllegalArgumentException when that is not allowed
     */
    public Setting<T> withDefault(String text) {
        return new Setting<>(key, text, expected, documentation, secret, parse);
    }

    /** Returns a setting of any text. */
    public static Setting<String> text(String key, String defaultText, String documentation) {
        return new Setting<>(key, defaultText, "a text", documentation, false, Optional::of);
    }

    /** Returns a setting of a text that may be absent. */
    public static Setting<Optional<String>> optional(String key, String documentation) {
        return new Setting<>(key, "", "a text", documentation, false, Setting::present);
    }

    /** Returns a setting of a text that may be absent and is never shown. */
    public static Setting<Optional<String>> secret(String key, String documentation) {
        return new Setting<>(key, "", "a text", documentation, true, Setting::present);
    }

    /** Returns a setting of one of several words. */
    public static Setting<String> oneOf(String key, String defaultText, List<String> allowed, String documentation) {
        List<String> words = List.copyOf(allowed);
        return new Setting<>(
                key,
                defaultText,
                "one of " + String.join(", ", words),
                documentation,
                false,
                text -> Optional.of(text).filter(words::contains));
    }

    /** Returns a setting of {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key, boolean defaultValue, String documentation) {
        List<String> words = List.of("true", "false");
        return new Setting<>(
                key,
                Boolean.toString(defaultValue),
                "one of " + String.join(", ", words),
                documentation,
                false,
                text -> Optional.of(text).filter(words::contains).map("true"::equals));
    }

    /** Returns a setting of a whole number within these bounds, which are allowed. */
    public static Setting<Integer> number(String key, int defaultValue, int min, int max, String documentation) {
        return new Setting<>(
                key,
                Integer.toString(defaultValue),
                "between " + min + " and " + max,
                documentation,
                false,
                text -> number(text, min, max));
    }

    /** Returns a setting of a whole number within these bounds, or {@code auto}, which is its default value. */
    public static Setting<OptionalInt> numberOrAuto(String key, int min, int max, String documentation) {
        return new Setting<>(
                key,
                AUTO,
                AUTO + ", or between " + min + " and " + max,
                documentation,
                false,
                text -> text.equals(AUTO)
                        ? Optional.of(OptionalInt.empty())
                        : number(text, min, max).map(OptionalInt::of));
    }

    /** Returns a setting of a number of bytes within these bounds, such as {@code 64KiB}; without a unit it is bytes. */
    public static Setting<Integer> size(String key, String defaultText, int min, int max, String documentation) {
        return new Setting<>(
                key,
                defaultText,
                "a size such as 64KiB between " + min + " and " + max + " bytes",
                documentation,
                false,
                text -> Units.bytes(text)
                        .filter(size -> size >= min && size <= max)
                        .map(Long::intValue));
    }

    /** Returns a setting of a time within these bounds, such as {@code 250ms}, {@code 3s}, {@code 5m}, {@code 1h} or {@code 90d}. */
    public static Setting<Duration> duration(
            String key, String defaultText, Duration min, Duration max, String documentation) {
        return new Setting<>(key, defaultText, times(min, max), documentation, false, text -> duration(text, min, max));
    }

    /** Returns a setting of a time within these bounds, or {@code off}, which is its default value. */
    public static Setting<Optional<Duration>> durationOrOff(
            String key, Duration min, Duration max, String documentation) {
        return new Setting<>(
                key, OFF, OFF + ", or " + times(min, max), documentation, false, text -> durationOrOff(text, min, max));
    }

    private static String times(Duration min, Duration max) {
        return "a duration such as 250ms, 3s or 5m between " + min.toMillis() + "ms and " + max.toSeconds() + "s";
    }

    private static Optional<Duration> duration(String text, Duration min, Duration max) {
        return Units.duration(text).filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0);
    }

    private static Optional<Optional<Duration>> durationOrOff(String text, Duration min, Duration max) {
        Optional<Duration> time = duration(text, min, max);
        return time.isPresent() || text.equals(OFF) ? Optional.of(time) : Optional.empty();
    }

    private static Optional<Optional<String>> present(String text) {
        return Optional.of(Optional.of(text).filter(present -> !present.isEmpty()));
    }

    private static Optional<Integer> number(String text, int min, int max) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(number -> number >= min && number <= max);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package dev.portside.application.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Declaration of a setting: its key, its bounds and its default value.
 *
 * @param key as in the environment: upper case, beginning with {@code PORTSIDE_} unless it is a name that others use as well
 * @param ifAbsent as it would be written
 * @param expected what it must be, to follow "must be"
 * @param secret whether it is never shown
 * @param parse empty for what it must not be; takes {@code ifAbsent}
 */
public record Setting<T>(
        String key, String ifAbsent, String expected, boolean secret, Function<String, Optional<T>> parse) {

    private static final String AUTO = "auto";

    /** @throws IllegalArgumentException when the value for its absence is none that it may have */
    public Setting {
        Objects.requireNonNull(key, "key");
        if (parse.apply(ifAbsent).isEmpty()) {
            throw new IllegalArgumentException(
                    key + " must be " + expected + ", but is \"" + ifAbsent + "\" if absent");
        }
    }

    /** Returns the default value. */
    public T valueIfAbsent() {
        return parse.apply(ifAbsent).orElseThrow();
    }

    /** Any text. */
    public static Setting<String> text(String key, String ifAbsent) {
        return new Setting<>(key, ifAbsent, "a text", false, Optional::of);
    }

    /** A text that need not be there. */
    public static Setting<Optional<String>> optional(String key) {
        return new Setting<>(key, "", "a text", false, Setting::present);
    }

    /** The same that is never shown. */
    public static Setting<Optional<String>> secret(String key) {
        return new Setting<>(key, "", "a text", true, Setting::present);
    }

    /** One of several words. */
    public static Setting<String> oneOf(String key, String ifAbsent, List<String> allowed) {
        List<String> words = List.copyOf(allowed);
        return new Setting<>(
                key,
                ifAbsent,
                "one of " + String.join(", ", words),
                false,
                text -> Optional.of(text).filter(words::contains));
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key, boolean ifAbsent) {
        Setting<String> word = oneOf(key, Boolean.toString(ifAbsent), List.of("true", "false"));
        return new Setting<>(
                key,
                word.ifAbsent,
                word.expected,
                false,
                text -> word.parse.apply(text).map("true"::equals));
    }

    /** A whole number within these bounds, which belong to it. */
    public static Setting<Integer> number(String key, int ifAbsent, int min, int max) {
        return new Setting<>(
                key,
                Integer.toString(ifAbsent),
                "between " + min + " and " + max,
                false,
                text -> number(text, min, max));
    }

    /** Returns a setting that is a whole number within these bounds, or {@code auto}, which is the default. */
    public static Setting<OptionalInt> numberOrAuto(String key, int min, int max) {
        return new Setting<>(
                key,
                AUTO,
                AUTO + ", or between " + min + " and " + max,
                false,
                text -> text.equals(AUTO)
                        ? Optional.of(OptionalInt.empty())
                        : number(text, min, max).map(OptionalInt::of));
    }

    /** A number of bytes within these bounds, such as {@code 64KiB}; without a unit it is bytes. */
    public static Setting<Integer> size(String key, String ifAbsent, int min, int max) {
        return new Setting<>(
                key,
                ifAbsent,
                "a size such as 64KiB between " + min + " and " + max + " bytes",
                false,
                text -> Units.bytes(text)
                        .filter(size -> size >= min && size <= max)
                        .map(Long::intValue));
    }

    /** A time within these bounds, such as {@code 250ms}, {@code 3s}, {@code 5m}, {@code 1h} or {@code 90d}. */
    public static Setting<Duration> duration(String key, String ifAbsent, Duration min, Duration max) {
        return new Setting<>(
                key,
                ifAbsent,
                "a duration such as 250ms, 3s or 5m between " + min.toMillis() + "ms and " + max.toSeconds() + "s",
                false,
                text -> Units.duration(text).filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0));
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

package dev.portside.application.adapter;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Implementation that settings choose by its name. There is an interface for each kind, which says what is opened and closed; those
 * on the class path are found with {@link java.util.ServiceLoader} under that interface, Portside's own like all others.
 *
 * <p>Asking for name and settings opens nothing and takes no time: it is done at each start for all there are.
 */
public interface Adapter {

    /** Returns its name in settings: 1 to 32 of {@code a-z 0-9 . -}, and no other of its kind. */
    String name();

    /** Returns its own settings. Several adapters may share one; only those of the chosen adapter are read. */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /** Returns those of its settings that choose this adapter by being set, such as an address. */
    default List<Setting<Optional<String>>> activatingSettings() {
        return List.of();
    }

    /**
     * Checks rules between several settings, when this adapter is chosen.
     *
     * @param problems takes each problem as a sentence that says what to do
     */
    default void check(SettingValues values, Consumer<String> problems) {}

    /** Returns what to install for it to run here, as a sentence; empty when nothing is missing. */
    default Optional<String> missing() {
        return Optional.empty();
    }
}

package dev.portside.application.adapter;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that settings choose by its name. There is an interface for each kind, which says what is opened and closed; those
 * on the class path are found with {@link java.util.ServiceLoader} under that interface, Portside's own like all others.
 *
 * <p>Asking for name and settings opens nothing and takes no time: it is done at each start for all there are.
 */
public interface Adapter {

    /** What settings call it: 1 to 32 of {@code a-z 0-9 . -}, and no other of its kind. */
    String name();

    /** Returns the adapter's own settings. Several adapters may have the same one; an adapter that is not chosen reads none. */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /** Returns those of its settings that choose this adapter when they are set, such as an address. */
    default List<Setting<Optional<String>>> signs() {
        return List.of();
    }

    /**
     * Looks for what is wrong with several settings together, when this adapter is chosen.
     *
     * @param problems takes each problem as a sentence that says what to do
     */
    default void check(SettingValues values, Consumer<String> problems) {}

    /** What to install for it to run here, as a sentence; empty when nothing is missing. */
    default Optional<String> missing() {
        return Optional.empty();
    }
}

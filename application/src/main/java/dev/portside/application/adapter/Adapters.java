package dev.portside.application.adapter;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adapters of one kind, by name. Immutable. */
public final class Adapters<A extends Adapter> {

    private static final String NAME = "[a-z0-9][a-z0-9.-]{0,31}";

    private final TreeMap<String, A> byName = new TreeMap<>();
    private final List<String> loadErrors;

    private Adapters(List<A> adapters, List<String> loadErrors) {
        for (A adapter : adapters) {
            String name = adapter.name();
            if (!name.matches(NAME)) {
                throw new IllegalStateException(
                        "%s is named \"%s\"; a name has 1 to 32 of a-z 0-9 . -".formatted(place(adapter), name));
            }
            A other = byName.put(name, adapter);
            if (other != null) {
                throw new IllegalStateException("%s and %s are both named \"%s\"; take one of them off the class path"
                        .formatted(place(other), place(adapter), name));
            }
        }
        this.loadErrors = List.copyOf(loadErrors);
    }

    private static String place(Adapter adapter) {
        return adapter.getClass().getName();
    }

    /**
     * Finds those on the class path and the module path. One that cannot be loaded is left
     * out; {@link #loadErrors} says why.
     *
     * @param kind the interface that they are found under
     * @throws IllegalStateException when two have the same name, or one has none that can be written in settings
     */
    public static <A extends Adapter> Adapters<A> find(Class<A> kind, ClassLoader loader) {
        // Kinds are made by others, too, so that they cannot be declared in the module.
        Adapters.class.getModule().addUses(kind);
        List<A> found = new ArrayList<>();
        List<String> loadErrors = new ArrayList<>();
        Iterator<A> providers = ServiceLoader.load(kind, loader).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                found.add(providers.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                // Such as one that was compiled for a newer Java.
                loadErrors.add(String.valueOf(e.getMessage()));
            }
        }
        return new Adapters<>(found, loadErrors);
    }

    /**
     * Returns just these.
     *
     * @throws IllegalStateException as {@link #find} does
     */
    public static <A extends Adapter> Adapters<A> of(List<A> adapters) {
        return new Adapters<>(adapters, List.of());
    }

    /** Returns them in the order of their names. */
    public List<A> all() {
        return List.copyOf(byName.values());
    }

    /** Returns their names in order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Returns the one with this name; {@link Adapter#missing} says whether it can run. */
    public Optional<A> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns why some could not be loaded, as the end of a sentence; empty when all could. */
    public String loadErrors() {
        return loadErrors.stream().map(error -> "; not to be loaded: " + error).collect(Collectors.joining());
    }
}

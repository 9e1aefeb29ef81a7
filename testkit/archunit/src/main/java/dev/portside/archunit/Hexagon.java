package dev.portside.archunit;

import static java.util.Comparator.comparingInt;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Layers and adapters that classes belong to.
 *
 * @param layers an edge that is not among them is made of what puts it together and of the adapters
 * @param adapters those that are named one by one
 */
record Hexagon(String base, Map<Layer, List<Packages>> layers, List<Adapter> adapters) {

    enum Layer {
        DOMAIN("domain"),
        APPLICATION("application"),
        /** The packages that are an adapter each, without being named one by one. */
        ADAPTERS("adaptersIn"),
        BOOTSTRAP("bootstrap"),
        EDGE("edge");

        /** The method of {@link HexagonRules} that names its packages. */
        private final String method;

        Layer(String method) {
            this.method = method;
        }
    }

    private static final String ADAPTERS_UNLESS_SAID = "adapters.*";

    static Hexagon of(String base) {
        return new Hexagon(base, Map.of(), List.of())
                .with(Layer.DOMAIN, "domain")
                .with(Layer.APPLICATION, "application")
                .with(Layer.ADAPTERS, ADAPTERS_UNLESS_SAID)
                .with(Layer.BOOTSTRAP, "bootstrap");
    }

    Hexagon with(Layer layer, String... names) {
        Map<Layer, List<Packages>> changed = new EnumMap<>(Layer.class);
        changed.putAll(layers);
        changed.put(
                layer, Stream.of(names).map(name -> Packages.below(base, name)).toList());
        return new Hexagon(base, Map.copyOf(changed), adapters);
    }

    Hexagon with(Adapter adapter) {
        return new Hexagon(
                base,
                layers,
                Stream.concat(adapters.stream(), Stream.of(adapter)).toList());
    }

    boolean contains(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(base + ".");
    }

    boolean isIn(Layer layer, JavaClass type) {
        return packages(layer).stream().anyMatch(packages -> packages.contains(type.getPackageName()));
    }

    private List<Packages> packages(Layer layer) {
        return layers.getOrDefault(layer, List.of());
    }

    boolean isInTheCore(JavaClass type) {
        return isIn(Layer.DOMAIN, type) || isIn(Layer.APPLICATION, type);
    }

    boolean isAtTheEdge(JavaClass type) {
        return layers.containsKey(Layer.EDGE)
                ? isIn(Layer.EDGE, type)
                : isIn(Layer.BOOTSTRAP, type) || adapterOf(type).isPresent();
    }

    boolean hasLayer(JavaClass type) {
        return isInTheCore(type)
                || isIn(Layer.BOOTSTRAP, type)
                || adapterOf(type).isPresent();
    }

    /** What carries the annotations of a package, which may have nothing but others below it. */
    static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    /** The innermost one, and of two that are the same package the one that was named. */
    Optional<Adapter> adapterOf(JavaClass type) {
        return Stream.concat(
                        adapters.stream().filter(adapter -> adapter.contains(type)),
                        packages(Layer.ADAPTERS).stream()
                                .flatMap(packages -> packages.rootOf(type.getPackageName()).stream())
                                .map(root -> new Adapter(root, List.of(), false)))
                .max(comparingInt(adapter -> adapter.root().length()));
    }

    /** What is drawn here and has no classes, each with what to do about it. */
    List<String> missing(JavaClasses classes, Set<Layer> spokenOf) {
        if (classes.stream().noneMatch(this::contains)) {
            return List.of(missing(base + "..", "of"));
        }
        List<String> missing = new ArrayList<>();
        for (Layer layer : spokenOf) {
            if (layer == Layer.ADAPTERS) {
                missing.addAll(missingAdapters(classes));
            }
            if (layer != Layer.ADAPTERS || mustBeThere()) {
                packages(layer).stream()
                        .filter(packages -> hasNone(classes, packages))
                        .forEach(packages -> missing.add(missing(packages.toString(), layer.method)));
            }
        }
        return missing;
    }

    /** Default packages may be absent when there are adapters that were named. */
    private boolean mustBeThere() {
        return adapters.isEmpty()
                || !packages(Layer.ADAPTERS).equals(List.of(Packages.below(base, ADAPTERS_UNLESS_SAID)));
    }

    private static boolean hasNone(JavaClasses classes, Packages packages) {
        return classes.stream()
                .filter(type -> !isPackageInfo(type))
                .noneMatch(type -> packages.contains(type.getPackageName()));
    }

    private List<String> missingAdapters(JavaClasses classes) {
        List<String> missing = new ArrayList<>();
        for (Adapter adapter : adapters) {
            String method = adapter.open() ? "openAdapter" : "adapter";
            if (classes.stream().noneMatch(type -> adapterOf(type).equals(Optional.of(adapter)))) {
                missing.add(missing(adapter.root() + "..", method));
            } else {
                adapter.doors().stream()
                        .filter(door -> !classes.contain(door))
                        .forEach(door ->
                                missing.add("there is no door " + door + " among the classes; import it, or name"
                                        + " the one there is with HexagonRules." + method + "(...)"));
            }
        }
        return missing;
    }

    private static String missing(String packages, String method) {
        return "no class is in " + packages
                + "; import the classes of the whole hexagon, or name the package as it is with HexagonRules." + method
                + "(...)";
    }
}

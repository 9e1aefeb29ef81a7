package dev.portside.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import dev.portside.archunit.Hexagon.Layer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The classes that a rule is about. */
final class Subject extends AbstractClassesTransformer<JavaClass> {

    private final String rule;
    private final Hexagon hexagon;
    private final Set<Layer> layers;
    private final Predicate<JavaClass> chosen;

    /**
     * @param rule its name
     * @param layers those that the rule speaks of
     */
    Subject(String rule, Hexagon hexagon, Set<Layer> layers, Predicate<JavaClass> chosen) {
        super("classes that the rule is about");
        this.rule = rule;
        this.hexagon = hexagon;
        this.layers = layers;
        this.chosen = chosen;
    }

    /**
     * A layer without classes is an error, not a violation: violations can be frozen, and then a rule that checks nothing
     * would pass forever.
     */
    @Override
    public Iterable<JavaClass> doTransform(JavaClasses classes) {
        List<String> missing = hexagon.missing(classes, layers);
        if (!missing.isEmpty()) {
            throw new AssertionError(
                    "The rule \"" + rule + "\" cannot be checked: " + String.join("; moreover ", missing));
        }
        return classes.stream().filter(chosen).toList();
    }
}

package dev.portside.archunit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Condition that no dependency leads to a package from which others lead back. ArchUnit's own rule reports a cycle with all that makes
 * it, so that a frozen one counts as new as soon as a part of it is mended; this one reports each dependency by itself.
 */
final class BeInNoCycleOfPackages extends ArchCondition<JavaClass> {

    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Map<String, Set<String>> reachable = new HashMap<>();

    BeInNoCycleOfPackages() {
        super("be in no cycle of packages");
    }

    @Override
    public void init(Collection<JavaClass> types) {
        needs.clear();
        reachable.clear();
        for (JavaClass type : types) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                needs.computeIfAbsent(type.getPackageName(), name -> new HashSet<>())
                        .add(target(dependency));
            }
        }
    }

    private static String target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType().getPackageName();
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String own = type.getPackageName();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String other = target(dependency);
            if (!own.equals(other) && reachableFrom(other).contains(own)) {
                events.add(SimpleConditionEvent.violated(
                        dependency, own + " needs " + other + " and is needed by it: " + dependency.getDescription()));
            }
        }
    }

    private Set<String> reachableFrom(String start) {
        return reachable.computeIfAbsent(start, name -> {
            Set<String> reached = new HashSet<>();
            Deque<String> next = new ArrayDeque<>(Set.of(name));
            while (!next.isEmpty()) {
                for (String needed : needs.getOrDefault(next.pop(), Set.of())) {
                    if (reached.add(needed)) {
                        next.push(needed);
                    }
                }
            }
            return reached;
        });
    }
}

package dev.portside.archunit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Condition that reports, of one class, what is wrong. Each violation is a line and depends on that class and on what it
 * names, so that a violation that was frozen stays the same while others come and go.
 */
final class Condition extends ArchCondition<JavaClass> {

    private final Function<JavaClass, Stream<String>> violations;

    private Condition(Function<JavaClass, Stream<String>> violations) {
        super("obey it");
        this.violations = violations;
    }

    static Condition finding(Function<JavaClass, Stream<String>> violations) {
        return new Condition(violations);
    }

    /** @param allowed of a class and one that it depends on, which is no array and no primitive type */
    static Condition dependingOnlyWhere(BiPredicate<JavaClass, JavaClass> allowed) {
        return finding(type -> type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    return !target.isPrimitive() && !allowed.test(type, target);
                })
                .map(Dependency::getDescription));
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        violations.apply(type).forEach(violation -> events.add(SimpleConditionEvent.violated(type, violation)));
    }
}

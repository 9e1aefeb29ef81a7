package dev.portside.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Condition that what is public directly in an adapter's package is one of its doors, or, when it has none by name, one of two. What
 * is further below is public for its neighbours and behind the doors anyway.
 */
final class ShowFewTypes extends ArchCondition<JavaClass> {

    /** The door and its settings. */
    private static final int UNLESS_NAMED = 2;

    private final Function<JavaClass, Optional<Adapter>> adapterOf;
    private Map<String, Long> shown = Map.of();

    ShowFewTypes(Function<JavaClass, Optional<Adapter>> adapterOf) {
        super("show few types");
        this.adapterOf = adapterOf;
    }

    @Override
    public void init(Collection<JavaClass> types) {
        shown = types.stream()
                .filter(this::isShown)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    }

    private boolean isShown(JavaClass type) {
        return type.isTopLevelClass()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && adapterOf
                        .apply(type)
                        .filter(adapter -> !adapter.open() && adapter.root().equals(type.getPackageName()))
                        .isPresent();
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        adapterOf.apply(type).filter(adapter -> isShown(type)).ifPresent(adapter -> {
            if (adapter.doors().isEmpty()) {
                if (shown.getOrDefault(adapter.root(), 0L) > UNLESS_NAMED) {
                    events.add(SimpleConditionEvent.violated(
                            type,
                            "Class <" + type.getName() + "> is one of more than " + UNLESS_NAMED + " public ones in "
                                    + adapter.root()));
                }
            } else if (!adapter.isDoor(type)) {
                events.add(SimpleConditionEvent.violated(
                        type, "Class <" + type.getName() + "> is public, but no door of " + adapter.root()));
            }
        });
    }
}

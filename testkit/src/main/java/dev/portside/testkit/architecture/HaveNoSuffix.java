package dev.portside.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** That a class does not end in a word that says nothing. */
final class HaveNoSuffix extends ArchCondition<JavaClass> {

    private final List<String> suffixes;

    private HaveNoSuffix(List<String> suffixes) {
        super("not end in one of " + suffixes);
        this.suffixes = suffixes;
    }

    static HaveNoSuffix of(List<String> suffixes) {
        return new HaveNoSuffix(suffixes);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (String suffix : suffixes) {
            if (type.getSimpleName().endsWith(suffix)) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " ends in " + suffix));
            }
        }
    }
}

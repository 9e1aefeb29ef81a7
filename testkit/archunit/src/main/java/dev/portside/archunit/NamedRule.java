package dev.portside.archunit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.freeze.FreezingArchRule;

/**
 * A rule that is known by a short name, whatever its failures say. A {@linkplain FreezingArchRule frozen} rule is found again by
 * its description, so that must not be a text that a release may word better.
 *
 * @param name what it is known by
 * @param full the same rule with all that its failures show
 */
record NamedRule(String name, ArchRule full) implements ArchRule {

    @Override
    public String getDescription() {
        return name;
    }

    @Override
    public EvaluationResult evaluate(JavaClasses classes) {
        return full.evaluate(classes);
    }

    @Override
    public void check(JavaClasses classes) {
        full.check(classes);
    }

    @Override
    public ArchRule because(String reason) {
        return new NamedRule(name, full.because(reason));
    }

    @Override
    public ArchRule allowEmptyShould(boolean allowEmptyShould) {
        return new NamedRule(name, full.allowEmptyShould(allowEmptyShould));
    }

    @Override
    public ArchRule as(String newDescription) {
        return new NamedRule(newDescription, full.as(newDescription));
    }
}

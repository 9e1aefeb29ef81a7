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
 * @param told the same rule with all that its failures tell
 */
record NamedRule(String name, ArchRule told) implements ArchRule {

    @Override
    public String getDescription() {
        return name;
    }

    @Override
    public EvaluationResult evaluate(JavaClasses classes) {
        return told.evaluate(classes);
    }

    @Override
    public void check(JavaClasses classes) {
        told.check(classes);
    }

    @Override
    public ArchRule because(String reason) {
        return new NamedRule(name, told.because(reason));
    }

    @Override
    public ArchRule allowEmptyShould(boolean allowEmptyShould) {
        return new NamedRule(name, told.allowEmptyShould(allowEmptyShould));
    }

    @Override
    public ArchRule as(String newDescription) {
        return new NamedRule(newDescription, told.as(newDescription));
    }
}

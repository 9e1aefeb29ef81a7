package dev.portside.spring;

import dev.portside.core.InvalidSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;

/** Choice of one bean of a type; an ambiguous choice is a problem. */
final class OneBean {

    private OneBean() {}

    /**
     * The only one, or the primary one.
     *
     * @param what in the plural, for a message
     * @param remedy what to do when there are several
     * @throws InvalidSettings when there are several and none is primary
     */
    static <T> Optional<T> of(ObjectProvider<T> beans, String what, String remedy) {
        try {
            return Optional.ofNullable(beans.getIfAvailable());
        } catch (NoUniqueBeanDefinitionException e) {
            Collection<String> names = e.getBeanNamesFound();
            throw new InvalidSettings(List.of("There are several " + what
                    + (names == null
                            ? ""
                            : " (" + String.join(", ", names.stream().sorted().toList()) + ")")
                    + ", and Portside does not guess which one is meant; " + remedy));
        }
    }

    /**
     * The one that goes by a name, which only the primary one may share with others.
     *
     * @throws InvalidSettings when several do and none is primary
     */
    static <T> Optional<T> of(ObjectProvider<T> beans, Predicate<T> isNamed, String what, String remedy) {
        List<T> named = beans.stream().filter(isNamed).toList();
        return named.size() > 1
                ? of(beans, what, remedy).filter(isNamed)
                : named.stream().findFirst();
    }
}

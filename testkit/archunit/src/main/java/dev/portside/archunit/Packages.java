package dev.portside.archunit;

import java.util.List;
import java.util.Optional;

/**
 * A package below the base and all that is below it.
 *
 * @param names one by one; a star stands for any, and none at all for the base alone, without what is below it
 */
record Packages(String base, List<String> names) {

    static Packages below(String base, String name) {
        return new Packages(base, name.isEmpty() ? List.of() : parts(name));
    }

    private static List<String> parts(String name) {
        return List.of(name.split("\\.", -1));
    }

    boolean contains(String packageName) {
        return rootOf(packageName).isPresent();
    }

    /** Of a package that is in here, the one above it, or itself, that is meant by the names. */
    Optional<String> rootOf(String packageName) {
        if (names.isEmpty()) {
            return Optional.of(packageName).filter(base::equals);
        }
        if (!packageName.startsWith(base + ".")) {
            return Optional.empty();
        }
        List<String> parts = parts(packageName.substring(base.length() + 1));
        if (parts.size() < names.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals("*") && !names.get(i).equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(base + "." + String.join(".", parts.subList(0, names.size())));
    }

    /** As ArchUnit writes it. */
    @Override
    public String toString() {
        return names.isEmpty() ? base : base + "." + String.join(".", names) + "..";
    }
}

package dev.portside.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/**
 * One adapter.
 *
 * @param root its package, of which those below are part
 * @param doors class names; when there are none, what is directly in its package
 * @param open whether all that is public in it may be seen
 */
record Adapter(String root, List<String> doors, boolean open) {

    boolean contains(JavaClass type) {
        return isBelow(root, type.getPackageName());
    }

    /** Returns whether the other one is this one or nested in it. */
    boolean surrounds(Adapter other) {
        return isBelow(root, other.root);
    }

    private static boolean isBelow(String root, String packageName) {
        return (packageName + ".").startsWith(root + ".");
    }

    /** Returns whether others may see this class of the adapter. Without named doors the compiler sees to the rest: it is public. */
    boolean shows(JavaClass type) {
        return open || (doors.isEmpty() ? type.getPackageName().equals(root) : isDoor(type));
    }

    boolean isDoor(JavaClass type) {
        return doors.stream()
                .anyMatch(door -> type.getName().equals(door) || type.getName().startsWith(door + "$"));
    }
}

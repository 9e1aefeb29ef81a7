package dev.portside.persistence;

import java.util.Optional;

/** The version of Java that this storage needs, checked before anything of it fails. */
final class JavaVersion {

    /** Of DataSketches, which counts people: of its versions each runs on one or two of Java, and none on 21 and on 25. */
    static final int NEEDED = 25;

    private JavaVersion() {}

    /** Returns what is wrong with this version of Java; empty when nothing is. */
    static Optional<String> problem(int feature) {
        return feature >= NEEDED
                ? Optional.empty()
                : Optional.of("PostgreSQL as the storage needs Java " + NEEDED + " or newer, and this is Java "
                        + feature + "; run it on Java " + NEEDED + ", or choose another storage");
    }

    /** @throws IllegalStateException with what is wrong */
    static void require() {
        problem(Runtime.version().feature()).ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
    }
}

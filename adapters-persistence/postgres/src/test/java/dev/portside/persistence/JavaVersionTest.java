package dev.portside.persistence;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.datasketches.theta.ThetaUnion;
import org.junit.jupiter.api.Test;

class JavaVersionTest {

    /** Class files of version 45 are of Java 1. */
    private static final int BEFORE_JAVA_1 = 44;

    @Test
    void an_older_java_is_told_by_name() {
        String problem = JavaVersion.problem(21).orElseThrow();
        assertTrue(problem.contains("needs Java 25 or newer, and this is Java 21"), problem);
        assertEquals(Optional.empty(), JavaVersion.problem(25));
        assertEquals(Optional.empty(), JavaVersion.problem(26));
    }

    /** So that a developer who changes the version of DataSketches learns whether another Java is needed, or no longer. */
    @Test
    void it_is_what_datasketches_is_compiled_for() throws IOException {
        try (DataInputStream in =
                new DataInputStream(requireNonNull(ThetaUnion.class.getResourceAsStream("ThetaUnion.class")))) {
            in.readInt();
            in.readUnsignedShort();
            assertEquals(JavaVersion.NEEDED, in.readUnsignedShort() - BEFORE_JAVA_1);
        }
    }
}

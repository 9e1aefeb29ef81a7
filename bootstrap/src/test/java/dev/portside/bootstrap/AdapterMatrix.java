package dev.portside.bootstrap;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All journeys on one way to serve HTTP and each combination of the other adapters, all chosen by their names. A class per way,
 * so that they can run beside each other. {@code docs/adapters.md} has what they have shown.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("deployments")
abstract class AdapterMatrix implements Journeys {

    static final Path DOCUMENT = Path.of("../docs/adapters.md");

    /** One after another starts on what the one before has left, which takes a second; an empty one takes five. */
    @TempDir
    static Path dataDirectory;

    private final Deployment deployment;

    AdapterMatrix(Deployment deployment) {
        this.deployment = deployment;
    }

    /** What has been given as an argument is closed as one. */
    @BeforeParameterizedClassInvocation
    static void start(Deployment deployment) {
        deployment.start(dataDirectory);
    }

    Combination combination() {
        return deployment.combination();
    }

    @Override
    public Client client() {
        return deployment.client();
    }

    @Override
    public boolean remembers() {
        return !combination().cache().equals("none");
    }
}

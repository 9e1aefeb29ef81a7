package dev.portside.bootstrap;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All journeys on every combination of adapters, each chosen by its name. The table in {@code docs/adapters.md} is what this
 * run has shown.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("deployments")
class AdapterMatrixTest implements Journeys {

    @RegisterExtension
    static final JourneyRows ROWS = new JourneyRows(Path.of("../docs/adapters.md"));

    /** One after another starts on what the one before has left, which takes a second; an empty one takes five. */
    @TempDir
    static Path dataDirectory;

    private final Deployment deployment;

    AdapterMatrixTest(Deployment deployment) {
        this.deployment = deployment;
    }

    static Stream<Deployment> deployments() {
        return Combination.all().map(Deployment::new);
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

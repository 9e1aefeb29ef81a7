package dev.portside.bootstrap;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

class HelidonMatrixTest extends AdapterMatrix {

    @RegisterExtension
    static final JourneyRows ROWS = new JourneyRows(DOCUMENT, "helidon", "helidon");

    HelidonMatrixTest(Deployment deployment) {
        super(deployment);
    }

    static Stream<Deployment> deployments() {
        return Combination.servedBy("helidon").stream().map(Deployment::new);
    }
}

package dev.portside.bootstrap;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

class JettyMatrixTest extends AdapterMatrix {

    @RegisterExtension
    static final JourneyRows ROWS = new JourneyRows(DOCUMENT, "servlet on Jetty", "jetty");

    JettyMatrixTest(Deployment deployment) {
        super(deployment);
    }

    static Stream<Deployment> deployments() {
        return Combination.servedBy("jetty").stream().map(Deployment::new);
    }
}

package dev.portside.bootstrap;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

class TomcatMatrixTest extends AdapterMatrix {

    @RegisterExtension
    static final JourneyRows ROWS = new JourneyRows(DOCUMENT, "servlet on Tomcat", "tomcat");

    TomcatMatrixTest(Deployment deployment) {
        super(deployment);
    }

    static Stream<Deployment> deployments() {
        return Combination.servedBy("tomcat").stream().map(Deployment::new);
    }
}

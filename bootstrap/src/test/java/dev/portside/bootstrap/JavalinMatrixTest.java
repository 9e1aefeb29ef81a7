package dev.portside.bootstrap;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

class JavalinMatrixTest extends AdapterMatrix {

    @RegisterExtension
    static final JourneyRows ROWS = new JourneyRows(DOCUMENT, "javalin", "javalin");

    JavalinMatrixTest(Deployment deployment) {
        super(deployment);
    }

    static Stream<Deployment> deployments() {
        return Combination.servedBy("javalin").stream().map(Deployment::new);
    }
}

package dev.portside.testkit.architecture;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule finds what was planted against it, and nothing else. */
class HexagonRulesTest {

    private static final String BASE = "dev.portside.testkit.architecture.planted";

    /** By rule: the class that breaks it, how often, and a word of the advice that goes with it. */
    private record Planted(String violator, int violations, String advice) {}

    private static final Map<String, Planted> PLANTED = Map.of(
            "domain is pure", new Planted("domain.Order", 4, "behind a port"),
            "application sees only the domain", new Planted("application.Orders", 2, "define a port"),
            "time and chance are arguments", new Planted("domain.Order", 1, "Clock"),
            "names say something", new Planted("web.OrderPageImpl", 1, "UserStore"),
            "packages have no cycles", new Planted("store.StoreDoor", 4, "one package"),
            "store sees no other adapter", new Planted("store.Rows", 2, "port"),
            "store is entered by its doors", new Planted("bootstrap.Wiring", 2, "StoreDoor"),
            "web sees no other adapter", new Planted("web.Server", 4, "port"),
            "web.binding sees no other adapter", new Planted("web.binding.Binding", 2, "port"));

    private final HexagonRules rules = HexagonRules.of(BASE)
            .adapter("store", BASE + ".store.StoreDoor")
            .edge("web")
            .edge("web.binding");

    private final JavaClasses classes = new ClassFileImporter().importPackages(BASE);

    @TestFactory
    Stream<DynamicTest> each_rule_bites() {
        return PLANTED.entrySet().stream()
                .map(planted -> DynamicTest.dynamicTest(planted.getKey(), () -> {
                    EvaluationResult result =
                            requireNonNull(rules.rules().get(planted.getKey())).evaluate(classes);
                    String report = result.getFailureReport().toString();
                    assertEquals(
                            planted.getValue().violations(),
                            result.getFailureReport().getDetails().size(),
                            report);
                    assertTrue(report.contains(planted.getValue().violator()), report);
                    assertTrue(
                            report.contains(planted.getValue().advice())
                                    || planted.getValue().violations() == 0,
                            report);
                }));
    }

    @Test
    void no_rule_is_without_a_planted_violator() {
        assertEquals(PLANTED.keySet(), rules.rules().keySet());
    }
}

package dev.portside.archunit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.FailureReport;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule finds what was planted against it, and nothing else. */
class HexagonRulesTest {

    /** By rule: a piece of the advice that goes with it, and all that it finds, without numbers of lines. */
    private record Planted(String advice, List<String> violations) {

        Planted(String advice, String... violations) {
            this(advice, List.of(violations));
        }
    }

    private static final Map<String, Planted> PLANTED = Map.of(
            "domain is pure",
            new Planted(
                    "move what needs more to an adapter behind a port",
                    "Method <com.acme.planted.domain.Order.product([Ljava.sql.Connection;)> calls method"
                            + " <java.sql.Connection.getCatalog()> in (Order.java)",
                    "Method <com.acme.planted.domain.Order.product([Ljava.sql.Connection;)> depends on component type"
                            + " <java.sql.Connection> in (Order.java)",
                    "Method <com.acme.planted.domain.Order.product([Ljava.sql.Connection;)> has parameter of type"
                            + " <[Ljava.sql.Connection;> in (Order.java)",
                    "Method <com.acme.planted.domain.Order.product([Ljava.sql.Connection;)> throws type"
                            + " <java.sql.SQLException> in (Order.java)",
                    "Method <com.acme.planted.domain.Order.report(java.util.logging.Logger)> calls method"
                            + " <java.util.logging.Logger.info(java.lang.String)> in (Order.java)",
                    "Method <com.acme.planted.domain.Order.report(java.util.logging.Logger)> has parameter of type"
                            + " <java.util.logging.Logger> in (Order.java)",
                    "Method <com.acme.planted.domain.Order.text(java.nio.file.Path)> calls method"
                            + " <java.nio.file.Files.readString(java.nio.file.Path)> in (Order.java)",
                    "Method <com.acme.planted.domain.Order.text(java.nio.file.Path)> has parameter of type"
                            + " <java.nio.file.Path> in (Order.java)"),
            "application sees only the domain",
            new Planted(
                    "let the application define a port and an adapter implement it",
                    "Method <com.acme.planted.application.Orders.first(com.acme.planted.adapters.store.Store)> calls"
                            + " method <com.acme.planted.adapters.store.Store.first()> in (Orders.java)",
                    "Method <com.acme.planted.application.Orders.first(com.acme.planted.adapters.store.Store)> has"
                            + " parameter of type <com.acme.planted.adapters.store.Store> in (Orders.java)"),
            "adapters do not see each other",
            new Planted(
                    "let them meet in a port of the application",
                    "Method <com.acme.planted.adapters.web.Web.page(com.acme.planted.adapters.store.StoreSettings)>"
                            + " calls method <com.acme.planted.adapters.store.StoreSettings.url()> in (Web.java)",
                    "Method <com.acme.planted.adapters.web.Web.page(com.acme.planted.adapters.store.StoreSettings)> has"
                            + " parameter of type <com.acme.planted.adapters.store.StoreSettings> in (Web.java)"),
            "adapters are entered by their doors",
            new Planted(
                    "use a public type of the adapter's own package",
                    "Method <com.acme.planted.bootstrap.Main.row()> calls constructor"
                            + " <com.acme.planted.adapters.store.rows.OrderRow.<init>(int)> in (Main.java)",
                    "Method <com.acme.planted.bootstrap.Main.row()> has return type"
                            + " <com.acme.planted.adapters.store.rows.OrderRow> in (Main.java)"),
            "adapters show few types",
            new Planted(
                    "make the rest package-private",
                    "Class <com.acme.planted.adapters.store.Statements> is one of more than 2 public ones in"
                            + " com.acme.planted.adapters.store",
                    "Class <com.acme.planted.adapters.store.Store> is one of more than 2 public ones in"
                            + " com.acme.planted.adapters.store",
                    "Class <com.acme.planted.adapters.store.StoreSettings> is one of more than 2 public ones in"
                            + " com.acme.planted.adapters.store"),
            "time and chance come from the edge",
            new Planted(
                    "pass a Clock, a RandomGenerator or the value in",
                    "Method <com.acme.planted.domain.OrderNumber.byReference()> references method"
                            + " <java.time.Instant.now()> in (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.chance()> calls constructor"
                            + " <java.util.Random.<init>()> in (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.chance()> calls method <java.lang.Math.random()> in"
                            + " (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.clock()> calls method <java.time.Clock.systemUTC()> in"
                            + " (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.inLambda()> calls method <java.util.UUID.randomUUID()>"
                            + " in (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.millis()> calls method"
                            + " <java.lang.System.currentTimeMillis()> in (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.shuffle(java.util.List)> calls method"
                            + " <java.util.Collections.shuffle(java.util.List)> in (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.today()> calls method"
                            + " <java.time.LocalDate.now(java.time.ZoneId)> in (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.user()> calls method"
                            + " <java.lang.System.getProperty(java.lang.String)> in (OrderNumber.java)",
                    "Method <com.acme.planted.domain.OrderNumber.user()> calls method"
                            + " <java.lang.System.getenv(java.lang.String)> in (OrderNumber.java)"),
            "every class has a layer",
            new Planted("name its package", "Class <com.acme.planted.shared.OrderUtil> is in no layer"),
            "names say something",
            new Planted("UserStore", "Class <com.acme.planted.shared.OrderUtil> ends in Util"),
            "packages have no cycles",
            new Planted(
                    "merge them, or split them by who calls whom",
                    "com.acme.planted.adapters.store needs com.acme.planted.application and is needed by it: Method"
                            + " <com.acme.planted.adapters.store.Store.first(com.acme.planted.application.Orders)> calls"
                            + " method <com.acme.planted.application.Orders.first()> in (Store.java)",
                    "com.acme.planted.adapters.store needs com.acme.planted.application and is needed by it: Method"
                            + " <com.acme.planted.adapters.store.Store.first(com.acme.planted.application.Orders)> has"
                            + " parameter of type <com.acme.planted.application.Orders> in (Store.java)",
                    "com.acme.planted.application needs com.acme.planted.adapters.store and is needed by it: Method"
                            + " <com.acme.planted.application.Orders.first(com.acme.planted.adapters.store.Store)> calls"
                            + " method <com.acme.planted.adapters.store.Store.first()> in (Orders.java)",
                    "com.acme.planted.application needs com.acme.planted.adapters.store and is needed by it: Method"
                            + " <com.acme.planted.application.Orders.first(com.acme.planted.adapters.store.Store)> has"
                            + " parameter of type <com.acme.planted.adapters.store.Store> in (Orders.java)"));

    private final HexagonRules rules = HexagonRules.of("com.acme.planted");
    private final JavaClasses classes = new ClassFileImporter().importPackages("com.acme.planted");

    @TestFactory
    Stream<DynamicTest> each_rule_bites_and_says_what_to_do() {
        return rules.rules().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> {
                    Planted planted = requireNonNull(PLANTED.get(rule.getKey()));
                    FailureReport report = rule.getValue().evaluate(classes).getFailureReport();
                    assertEquals(planted.violations(), withoutLines(report));
                    assertTrue(report.toString().contains(planted.advice()), report.toString());
                }));
    }

    private static List<String> withoutLines(FailureReport report) {
        return report.getDetails().stream()
                .map(line -> line.replaceAll("\\.java:\\d+\\)", ".java)"))
                .sorted()
                .toList();
    }

    @Test
    void no_rule_is_without_a_planted_violator() {
        assertEquals(PLANTED.keySet(), rules.rules().keySet());
    }

    @Test
    void all_together_tell_of_each_that_is_broken() {
        String message = String.valueOf(
                assertThrows(AssertionError.class, () -> rules.check(classes)).getMessage());
        for (ArchRule rule : rules.rules().values()) {
            assertTrue(
                    message.contains(rule.getDescription()), () -> rule.getDescription() + " is missing in " + message);
        }
    }

    @Test
    void a_clean_hexagon_passes() {
        HexagonRules.of("com.acme.clean").check(new ClassFileImporter().importPackages("com.acme.clean"));
    }
}

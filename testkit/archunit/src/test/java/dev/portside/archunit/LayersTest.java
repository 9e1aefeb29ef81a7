package dev.portside.archunit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers are found where they were said to be, and said to be missing where they are not. */
class LayersTest {

    private static final HexagonRules CLEAN = HexagonRules.of("com.acme.clean");

    private static final HexagonRules NESTED = HexagonRules.of("com.acme.nested")
            .adapter("store", "Store")
            .openAdapter("web")
            .adapter("web.binding")
            .bootstrap("");

    private final JavaClasses clean = new ClassFileImporter().importPackages("com.acme.clean");
    private final JavaClasses planted = new ClassFileImporter().importPackages("com.acme.planted");
    private final JavaClasses nested = new ClassFileImporter().importPackages("com.acme.nested");

    @Test
    void layers_can_be_named_otherwise() {
        HexagonRules.of("com.acme")
                .domain("clean.domain")
                .application("clean.application")
                .adapter("clean.adapters.store", "Store", "StoreSettings")
                .openAdapter("clean.adapters.web")
                .bootstrap("clean.bootstrap")
                .edge("clean.bootstrap", "clean.adapters.store")
                .check(clean);
    }

    @Test
    void a_star_stands_for_any_name() {
        HexagonRules.of("com.acme")
                .domain("*.domain")
                .application("*.application")
                .adaptersIn("*.adapters")
                .bootstrap("*.bootstrap")
                .check(clean);
    }

    @Test
    void what_was_said_otherwise_leaves_the_rules_before_as_they_were() {
        CLEAN.domain("elsewhere")
                .application("elsewhere")
                .adaptersIn("elsewhere")
                .adapter("elsewhere")
                .bootstrap("elsewhere")
                .edge("elsewhere")
                .emptySuffixes("s")
                .frozen();
        CLEAN.check(clean);
    }

    @Test
    void an_adapter_that_is_nested_in_another_sees_it_and_is_not_seen_by_it() {
        assertEquals(
                List.of(
                        "com.acme.nested.web.Server.title(com.acme.nested.web.binding.Binding)",
                        "com.acme.nested.web.binding.Binding.count(com.acme.nested.store.Store)"),
                violators(NESTED.adaptersDoNotSeeEachOther(), nested));
    }

    @Test
    void doors_that_are_named_are_the_only_ones() {
        assertEquals(
                List.of("com.acme.nested.NestedMain.count()"),
                violators(NESTED.adaptersAreEnteredByTheirDoors(), nested));
        assertEquals(
                List.of("Class <com.acme.nested.store.Rows> is public, but no door of com.acme.nested.store"),
                NESTED.adaptersShowFewTypes()
                        .evaluate(nested)
                        .getFailureReport()
                        .getDetails());
    }

    @Test
    void a_door_may_be_in_a_package_below() {
        HexagonRules rules = HexagonRules.of("com.acme.planted").adapter("adapters.store", "Store", "StoreSettings");
        assertEquals(
                List.of("com.acme.planted.bootstrap.Main.row()"),
                violators(rules.adaptersAreEnteredByTheirDoors(), planted).stream()
                        .distinct()
                        .toList());
        assertEquals(
                List.of(),
                violators(
                        HexagonRules.of("com.acme.planted")
                                .adapter("adapters.store", "Store", "StoreSettings", "rows.OrderRow")
                                .adaptersAreEnteredByTheirDoors(),
                        planted));
    }

    @Test
    void the_base_alone_can_be_where_it_is_put_together() {
        assertEquals(
                List.of(), violators(NESTED.domain("web").application("web").everyClassHasALayer(), nested));
        assertEquals(
                List.of("Class <com.acme.nested.NestedMain> is in no layer"),
                NESTED.domain("web")
                        .application("web")
                        .bootstrap()
                        .everyClassHasALayer()
                        .evaluate(nested)
                        .getFailureReport()
                        .getDetails());
    }

    @Test
    void the_edge_can_be_named() {
        assertEquals(
                List.of("com.acme.clean.adapters.store.rows.OrderRow.toOrder()"),
                violators(CLEAN.edge("bootstrap").timeAndChanceComeFromTheEdge(), clean));
    }

    @Test
    void what_the_domain_may_use_is_a_list_that_can_be_extended() {
        ArchRule rule = HexagonRules.of("com.acme.planted")
                .domainMayUse("java.sql..", "java.nio.file.Path")
                .domainMayUse("java.util.logging.Logger")
                .domainIsPure();
        assertEquals(List.of("com.acme.planted.domain.Order.text(java.nio.file.Path)"), violators(rule, planted));
    }

    @Test
    void what_the_application_may_use_is_a_list_that_can_be_extended() {
        assertEquals(
                List.of(),
                violators(
                        HexagonRules.of("com.acme.planted")
                                .applicationMayUse("com.acme.planted.adapters.store")
                                .applicationSeesOnlyTheDomain(),
                        planted));
    }

    @Test
    void which_names_say_nothing_can_be_said() {
        assertEquals(
                List.of("Class <com.acme.clean.application.Orders> ends in Orders"),
                CLEAN.emptySuffixes("Orders")
                        .namesSaySomething()
                        .evaluate(clean)
                        .getFailureReport()
                        .getDetails());
    }

    /** The members that violations begin with. */
    private static List<String> violators(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails().stream()
                .map(line -> line.replaceFirst("^\\w+ <(.*?)>.*", "$1"))
                .distinct()
                .sorted()
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> no_rule_passes_when_there_are_no_classes() {
        return HexagonRules.of("com.acme.nowhere").rules().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertFails(
                                rule.getValue(), clean, "no class is in com.acme.nowhere..", "HexagonRules.of")));
    }

    /** By what is said to be missing: rules that say something that is not there, the rule, and the method to mend it. */
    private static final Map<String, Misdrawn> MISDRAWN = Map.ofEntries(
            Map.entry("com.acme.clean.domian..", new Misdrawn(CLEAN.domain("domian"), "domain is pure", "domain")),
            Map.entry(
                    "com.acme.clean.*.domain..",
                    new Misdrawn(CLEAN.domain("domain", "*.domain"), "domain is pure", "domain")),
            Map.entry(
                    "com.acme.clean.use..",
                    new Misdrawn(CLEAN.application("use"), "application sees only the domain", "application")),
            Map.entry(
                    "com.acme.clean.ports.*..",
                    new Misdrawn(
                            CLEAN.adaptersIn("adapters", "ports"), "adapters do not see each other", "adaptersIn")),
            Map.entry(
                    "com.acme.clean.adapters.cache..",
                    new Misdrawn(CLEAN.adapter("adapters.cache"), "adapters do not see each other", "adapter")),
            Map.entry(
                    "com.acme.clean.adapters.mail..",
                    new Misdrawn(
                            CLEAN.openAdapter("adapters.mail"), "adapters are entered by their doors", "openAdapter")),
            Map.entry(
                    "com.acme.clean.adapters.store.Door",
                    new Misdrawn(
                            CLEAN.adapter("adapters.store", "Store", "Door"),
                            "adapters are entered by their doors",
                            "adapter")),
            Map.entry(
                    "com.acme.clean.adapters.web.Door",
                    new Misdrawn(CLEAN.adapter("adapters.web", "Door"), "adapters show few types", "adapter")),
            Map.entry(
                    "com.acme.clean.start..",
                    new Misdrawn(CLEAN.bootstrap("start"), "every class has a layer", "bootstrap")),
            Map.entry(
                    "com.acme.clean.core..",
                    new Misdrawn(
                            CLEAN.domain("core").edge("bootstrap"), "time and chance come from the edge", "domain")),
            Map.entry(
                    "com.acme.clean.run..",
                    new Misdrawn(CLEAN.bootstrap("run"), "time and chance come from the edge", "bootstrap")),
            Map.entry(
                    "com.acme.clean.clock..",
                    new Misdrawn(CLEAN.edge("bootstrap", "clock"), "time and chance come from the edge", "edge")));

    private record Misdrawn(HexagonRules rules, String rule, String method) {}

    @TestFactory
    Stream<DynamicTest> a_rule_does_not_pass_when_what_it_speaks_of_is_missing() {
        return MISDRAWN.entrySet().stream()
                .map(missing -> DynamicTest.dynamicTest(missing.getKey(), () -> {
                    Misdrawn misdrawn = missing.getValue();
                    assertFails(
                            requireNonNull(misdrawn.rules().rules().get(misdrawn.rule())),
                            clean,
                            missing.getKey(),
                            "HexagonRules." + misdrawn.method() + "(...)");
                }));
    }

    @Test
    void all_together_do_not_pass_when_a_layer_is_missing() {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> CLEAN.domain("domian").check(clean));
        assertTrue(String.valueOf(failure.getMessage()).contains("com.acme.clean.domian.."));
    }

    @Test
    void a_package_with_nothing_but_annotations_is_empty() {
        JavaClasses onlyInfo = new ClassFileImporter()
                .withImportOption(location -> location.contains("package-info"))
                .importPackages("com.acme.clean");
        assertFalse(onlyInfo.isEmpty());
        assertFails(
                CLEAN.domainIsPure(), onlyInfo, "no class is in com.acme.clean.domain..", "HexagonRules.domain(...)");
    }

    private static void assertFails(ArchRule rule, JavaClasses classes, String missing, String advice) {
        String message = String.valueOf(
                assertThrows(AssertionError.class, () -> rule.check(classes)).getMessage());
        assertTrue(message.contains(missing), message);
        assertTrue(message.contains(advice), message);
    }
}

package dev.portside.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * Rules for code that is laid out as {@code base.domain}, {@code base.application}, one package tree per adapter, and one
 * that puts them together. They are lists of what is allowed, so that what nobody thought of is forbidden.
 *
 * <pre>{@code
 * HexagonRules.of("com.acme")
 *         .adapter("store", "com.acme.store.Postgres")
 *         .edge("web")
 *         .rules()
 *         .values()
 *         .forEach(rule -> rule.check(classes));
 * }</pre>
 */
public final class HexagonRules {

    private static final List<String> EMPTY_SUFFIXES =
            List.of("Impl", "Dto", "DTO", "Mapper", "Manager", "Util", "Utils", "Helper", "UseCase", "Port");

    private record Adapter(String name, List<String> doors, boolean closed) {}

    private final String base;
    private final List<Adapter> adapters = new ArrayList<>();

    private HexagonRules(String base) {
        this.base = base;
    }

    /** Rules for the packages below this one. */
    public static HexagonRules of(String base) {
        return new HexagonRules(base);
    }

    /**
     * An adapter in {@code base.name}, of which others may see these classes only.
     *
     * @param doors fully qualified class names
     */
    public HexagonRules adapter(String name, String... doors) {
        adapters.add(new Adapter(name, List.of(doors), true));
        return this;
    }

    /** An adapter in {@code base.name} that is a library itself: all that is public in it may be seen. */
    public HexagonRules edge(String name) {
        adapters.add(new Adapter(name, List.of(), false));
        return this;
    }

    /** Every rule by a short name. */
    public Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("domain is pure", domainIsPure());
        rules.put("application sees only the domain", applicationSeesOnlyTheDomain());
        rules.put("time and chance are arguments", timeAndChanceAreArguments());
        rules.put("names say something", namesSaySomething());
        rules.put("packages have no cycles", packagesHaveNoCycles());
        for (Adapter adapter : adapters) {
            rules.put(adapter.name() + " sees no other adapter", seesNoOtherAdapter(adapter));
            if (adapter.closed()) {
                rules.put(adapter.name() + " is entered by its doors", isEnteredByItsDoors(adapter));
            }
        }
        return rules;
    }

    private ArchRule domainIsPure() {
        return classes()
                .that()
                .resideInAPackage(base + ".domain..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        base + ".domain..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.math..",
                        "java.io..",
                        "org.jspecify.."))
                .because(
                        "the domain is what every program may embed; move what needs more to an adapter behind a port");
    }

    private ArchRule applicationSeesOnlyTheDomain() {
        return classes()
                .that()
                .resideInAPackage(base + ".application..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(base + ".application..", base + ".domain..", "java..", "org.jspecify.."))
                .because(
                        "use cases must run on any adapter; let the application define a port and an adapter implement it");
    }

    private ArchRule timeAndChanceAreArguments() {
        return noClasses()
                .that()
                .resideInAnyPackage(base + ".domain..", base + ".application..")
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe(
                        "reads the clock, chance or the environment", HexagonRules::isAmbient))
                .because("what decides must be repeatable in a test; pass a Clock or a value in");
    }

    private static boolean isAmbient(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return (owner.isEquivalentTo(Instant.class) && name.equals("now"))
                || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                || (owner.getPackageName().equals("java.time") && name.equals("now"))
                || (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"))
                || owner.isEquivalentTo(Random.class)
                || owner.isEquivalentTo(ThreadLocalRandom.class)
                || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                || (owner.isEquivalentTo(System.class)
                        && List.of("getenv", "getProperty", "currentTimeMillis").contains(name));
    }

    private ArchRule namesSaySomething() {
        return classes()
                .that()
                .resideInAPackage(base + "..")
                .should(HaveNoSuffix.of(EMPTY_SUFFIXES))
                .because("a name says the role, then the technology: UserStore, PostgresUserStore");
    }

    private ArchRule packagesHaveNoCycles() {
        return slices().matching(base + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package; split by who calls whom");
    }

    /** One that is nested in another, as a server binding is in the HTTP API, sees that one; never the other way round. */
    private ArchRule seesNoOtherAdapter(Adapter adapter) {
        return classes()
                .that(are("in " + adapter.name(), type -> isIn(adapter, type)))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(base + ".application..", base + ".domain..")
                        .or(resideOutsideOfPackages(base + ".."))
                        .or(are(
                                "in " + adapter.name() + " or around it",
                                type -> adapters.stream()
                                        .anyMatch(other -> isAround(other, adapter) && isIn(other, type)))))
                .because("adapters are swapped one by one; let them meet in a port of the application");
    }

    /** Whether the class belongs to this adapter and not to one nested in it. */
    private boolean isIn(Adapter adapter, JavaClass type) {
        return isBelow(packageOf(adapter), type)
                && adapters.stream()
                        .filter(other -> !other.equals(adapter) && isAround(adapter, other))
                        .noneMatch(nested -> isBelow(packageOf(nested), type));
    }

    private static boolean isAround(Adapter outer, Adapter inner) {
        return (inner.name() + ".").startsWith(outer.name() + ".");
    }

    private static boolean isBelow(String name, JavaClass type) {
        return (type.getPackageName() + ".").startsWith(name + ".");
    }

    private String packageOf(Adapter adapter) {
        return base + "." + adapter.name();
    }

    private static DescribedPredicate<JavaClass> are(String description, Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }

    private ArchRule isEnteredByItsDoors(Adapter adapter) {
        String own = base + "." + adapter.name() + "..";
        DescribedPredicate<JavaClass> behindTheDoors =
                resideInAPackage(own).and(not(are("doors", type -> isDoor(adapter, type))));
        return noClasses()
                .that()
                .resideOutsideOfPackages(own)
                .should()
                .dependOnClassesThat(behindTheDoors)
                .because("what is behind a door may change any day; use " + String.join(" or ", adapter.doors()));
    }

    private static boolean isDoor(Adapter adapter, JavaClass type) {
        return adapter.doors().stream()
                .anyMatch(door -> type.getName().equals(door) || type.getName().startsWith(door + "$"));
    }
}

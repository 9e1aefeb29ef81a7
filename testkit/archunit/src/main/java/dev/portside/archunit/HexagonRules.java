package dev.portside.archunit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.freeze.FreezingArchRule;
import dev.portside.archunit.Hexagon.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rules for a hexagon: a core of domain and application, adapters around it, and one place that puts them together. They
 * are lists of what is allowed, so that anything else is forbidden.
 *
 * <pre>{@code
 * HexagonRules.of("com.acme").check(new ClassFileImporter().importPackages("com.acme"));
 * }</pre>
 *
 * <p>Unless said otherwise the domain is {@code com.acme.domain} with all below it, the application
 * {@code com.acme.application}, each package directly below {@code com.acme.adapters} an adapter, and what puts them
 * together {@code com.acme.bootstrap}. The methods that say otherwise return new rules and leave these as they are. They
 * take names of packages without {@code com.acme}. A star in them stands for any one name ({@code "*.domain"}), except
 * where a single adapter is named; the empty name is {@code com.acme} alone, without what is below it.
 *
 * <p>A rule that speaks of a layer or a door without classes does not pass but ends in an {@link AssertionError}, frozen or
 * not. Descriptions of rules are their names and {@code com.acme}, without the reasons that failures show, and each violation is a line about one class, so that
 * {@linkplain FreezingArchRule frozen} ones outlive changes of the code around them and of what was said otherwise.
 */
public final class HexagonRules {

    private static final String DOMAIN = "domain is pure";
    private static final String APPLICATION = "application sees only the domain";
    private static final String ADAPTERS = "adapters do not see each other";
    private static final String DOORS = "adapters are entered by their doors";
    private static final String TYPES = "adapters show few types";
    private static final String EDGE = "time and chance come from the edge";
    private static final String LAYERS = "every class has a layer";
    private static final String NAMES = "names say something";
    private static final String CYCLES = "packages have no cycles";

    private static final List<String> EMPTY_SUFFIXES =
            List.of("Impl", "Dto", "DTO", "Mapper", "Manager", "Util", "Utils", "Helper", "UseCase", "Port");

    private final Hexagon hexagon;
    private final List<String> domainMayUse;
    private final List<String> applicationMayUse;
    private final List<String> emptySuffixes;
    private final boolean frozen;

    private HexagonRules(
            Hexagon hexagon,
            List<String> domainMayUse,
            List<String> applicationMayUse,
            List<String> emptySuffixes,
            boolean frozen) {
        this.hexagon = hexagon;
        this.domainMayUse = domainMayUse;
        this.applicationMayUse = applicationMayUse;
        this.emptySuffixes = emptySuffixes;
        this.frozen = frozen;
    }

    /** Rules for the packages below this one. */
    public static HexagonRules of(String base) {
        return new HexagonRules(Hexagon.of(base), List.of("org.jspecify.."), List.of(), EMPTY_SUFFIXES, false);
    }

    /** The domain is in these packages, instead of {@code domain}. */
    public HexagonRules domain(String... packages) {
        return with(hexagon.with(Layer.DOMAIN, packages));
    }

    /** The application is in these packages, instead of {@code application}. */
    public HexagonRules application(String... packages) {
        return with(hexagon.with(Layer.APPLICATION, packages));
    }

    /** Each package directly below these is an adapter, instead of those below {@code adapters}. */
    public HexagonRules adaptersIn(String... packages) {
        return with(hexagon.with(
                Layer.ADAPTERS, Stream.of(packages).map(name -> name + ".*").toArray(String[]::new)));
    }

    /**
     * This package is an adapter too; one that is nested in another is an adapter of its own, and sees the one around it.
     *
     * @param doors those of its classes that others may see, without the package, or with the package below it ({@code
     *     "rows.OrderRow"}); all that is public directly in the package when none is named
     */
    public HexagonRules adapter(String name, String... doors) {
        String root = rootOf(name);
        return with(hexagon.with(new Adapter(
                root, Stream.of(doors).map(door -> root + "." + door).toList(), false)));
    }

    /** This package is an adapter that is a library itself: others may see all that is public in it. */
    public HexagonRules openAdapter(String name) {
        return with(hexagon.with(new Adapter(rootOf(name), List.of(), true)));
    }

    private String rootOf(String name) {
        return hexagon.base() + "." + name;
    }

    /** It is put together in these packages, instead of {@code bootstrap}; by others altogether when there are none. */
    public HexagonRules bootstrap(String... packages) {
        return with(hexagon.with(Layer.BOOTSTRAP, packages));
    }

    /** These packages may read clock, chance and environment, instead of all adapters and what puts them together. */
    public HexagonRules edge(String... packages) {
        return with(hexagon.with(Layer.EDGE, packages));
    }

    private HexagonRules with(Hexagon changed) {
        return new HexagonRules(changed, domainMayUse, applicationMayUse, emptySuffixes, frozen);
    }

    /**
     * What domain and application may use beside the JDK's; {@code org.jspecify..} they may always.
     *
     * @param types packages as ArchUnit writes them ({@code "org.javamoney.."}), or names of classes
     */
    public HexagonRules domainMayUse(String... types) {
        return new HexagonRules(hexagon, and(domainMayUse, types), applicationMayUse, emptySuffixes, frozen);
    }

    /** What the application may use beyond what the domain may; written as for {@link #domainMayUse}. */
    public HexagonRules applicationMayUse(String... types) {
        return new HexagonRules(hexagon, domainMayUse, and(applicationMayUse, types), emptySuffixes, frozen);
    }

    private static List<String> and(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** No name may end in these, instead of in {@code Impl}, {@code Util}, {@code Manager} and the like. */
    public HexagonRules emptySuffixes(String... suffixes) {
        return new HexagonRules(hexagon, domainMayUse, applicationMayUse, List.of(suffixes), frozen);
    }

    /** Each rule accepts the violations that it finds the first time, in ArchUnit's store, and fails on new ones only. */
    public HexagonRules frozen() {
        return new HexagonRules(hexagon, domainMayUse, applicationMayUse, emptySuffixes, true);
    }

    /** Checks every rule. */
    public void check(JavaClasses classes) {
        List<String> broken = new ArrayList<>();
        for (ArchRule rule : rules().values()) {
            try {
                rule.check(classes);
            } catch (AssertionError e) {
                broken.add(String.valueOf(e.getMessage()));
            }
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), broken));
        }
    }

    /** Every rule by a short name. */
    public Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(DOMAIN, domainIsPure());
        rules.put(APPLICATION, applicationSeesOnlyTheDomain());
        rules.put(ADAPTERS, adaptersDoNotSeeEachOther());
        rules.put(DOORS, adaptersAreEnteredByTheirDoors());
        rules.put(TYPES, adaptersShowFewTypes());
        rules.put(EDGE, timeAndChanceComeFromTheEdge());
        rules.put(LAYERS, everyClassHasALayer());
        rules.put(NAMES, namesSaySomething());
        rules.put(CYCLES, packagesHaveNoCycles());
        return rules;
    }

    /** The domain depends on itself, on what {@code java.base} has to compute with, and on what it was allowed. */
    public ArchRule domainIsPure() {
        return rule(
                DOMAIN,
                Set.of(Layer.DOMAIN),
                type -> hexagon.isIn(Layer.DOMAIN, type),
                Condition.dependingOnlyWhere((type, used) ->
                        hexagon.isIn(Layer.DOMAIN, used) || JavaBase.computes(used) || isAllowed(domainMayUse, used)),
                "the domain is what every program may embed; move what needs more to an adapter behind a port,"
                        + " or allow it with HexagonRules.domainMayUse");
    }

    /** The application depends on itself, on the domain, on {@code java..}, and on what one of the two was allowed. */
    public ArchRule applicationSeesOnlyTheDomain() {
        return rule(
                APPLICATION,
                Set.of(Layer.APPLICATION),
                type -> hexagon.isIn(Layer.APPLICATION, type),
                Condition.dependingOnlyWhere((type, used) -> hexagon.isInTheCore(used)
                        || used.getPackageName().startsWith("java.")
                        || isAllowed(domainMayUse, used)
                        || isAllowed(applicationMayUse, used)),
                "use cases must run on any adapter; let the application define a port and an adapter implement it,"
                        + " or allow a library with HexagonRules.applicationMayUse");
    }

    private static boolean isAllowed(List<String> types, JavaClass used) {
        return types.stream()
                .anyMatch(allowed -> allowed.equals(used.getName())
                        || PackageMatcher.of(allowed).matches(used.getPackageName()));
    }

    /** Below the base, an adapter depends on the core, on itself, and on the adapter that it is nested in. */
    public ArchRule adaptersDoNotSeeEachOther() {
        return rule(
                ADAPTERS,
                Set.of(Layer.ADAPTERS),
                type -> hexagon.adapterOf(type).isPresent(),
                Condition.dependingOnlyWhere((type, used) ->
                        !hexagon.contains(used) || hexagon.isInTheCore(used) || isInOrAround(type, used)),
                "adapters are swapped one by one; let them meet in a port of the application");
    }

    /** Others depend on no other class of an adapter than on its doors. */
    public ArchRule adaptersAreEnteredByTheirDoors() {
        return rule(
                DOORS,
                Set.of(Layer.ADAPTERS),
                type -> true,
                Condition.dependingOnlyWhere((type, used) -> hexagon.adapterOf(used)
                        .filter(adapter -> !adapter.shows(used) && !isInOrAround(type, used))
                        .isEmpty()),
                "what is behind a door may change any day; use a public type of the adapter's own package, or one of"
                        + " the doors that HexagonRules.adapter names for it");
    }

    private boolean isInOrAround(JavaClass type, JavaClass used) {
        return hexagon.adapterOf(used)
                .filter(outer ->
                        hexagon.adapterOf(type).filter(outer::surrounds).isPresent())
                .isPresent();
    }

    /** What is public directly in an adapter's package is one of its doors; when none is named, there are two at most. */
    public ArchRule adaptersShowFewTypes() {
        return rule(
                TYPES,
                Set.of(Layer.ADAPTERS),
                type -> hexagon.adapterOf(type).isPresent(),
                new ShowFewTypes(hexagon::adapterOf),
                "an adapter that shows one door and its settings can be swapped; make the rest package-private, or name"
                        + " the doors with HexagonRules.adapter");
    }

    /** Nothing outside the edge reads the clock, chance or the environment, by calls or by references to methods. */
    public ArchRule timeAndChanceComeFromTheEdge() {
        // All of them, because what is missing among the classes would not be watched.
        Set<Layer> layers = hexagon.layers().containsKey(Layer.EDGE)
                ? Set.of(Layer.DOMAIN, Layer.APPLICATION, Layer.EDGE)
                : Set.of(Layer.DOMAIN, Layer.APPLICATION, Layer.ADAPTERS, Layer.BOOTSTRAP);
        return rule(
                EDGE,
                layers,
                type -> hexagon.contains(type) && !hexagon.isAtTheEdge(type),
                Condition.finding(type -> type.getCodeUnitAccessesFromSelf().stream()
                        .filter(Ambient::isReadBy)
                        .map(JavaCodeUnitAccess::getDescription)),
                "what decides must be repeatable in a test; pass a Clock, a RandomGenerator or the value in, and read"
                        + " it where the program is put together");
    }

    /** What is below the base is in the domain, the application, an adapter, or where they are put together. */
    public ArchRule everyClassHasALayer() {
        return rule(
                LAYERS,
                Set.of(Layer.DOMAIN, Layer.APPLICATION, Layer.ADAPTERS, Layer.BOOTSTRAP),
                type -> hexagon.contains(type) && !Hexagon.isPackageInfo(type),
                Condition.finding(type -> hexagon.hasLayer(type)
                        ? Stream.empty()
                        : Stream.of("Class <" + type.getName() + "> is in no layer")),
                "no other rule watches what is beside the layers; move it into one, or name its package with"
                        + " HexagonRules.domain, application, adapter or bootstrap");
    }

    /** No name ends in a word that says nothing. */
    public ArchRule namesSaySomething() {
        return rule(
                NAMES,
                Set.of(),
                hexagon::contains,
                Condition.finding(type -> emptySuffixes.stream()
                        .filter(type.getSimpleName()::endsWith)
                        .map(suffix -> "Class <" + type.getName() + "> ends in " + suffix)),
                "a name says the role, then the technology; call it as UserStore and PostgresUserStore are called");
    }

    /** No package needs another that needs it, directly or through others. */
    public ArchRule packagesHaveNoCycles() {
        return rule(
                CYCLES,
                Set.of(),
                hexagon::contains,
                new BeInNoCycleOfPackages(),
                "packages that need each other are one package; merge them, or split them by who calls whom");
    }

    private ArchRule rule(
            String name,
            Set<Layer> layers,
            Predicate<JavaClass> subject,
            ArchCondition<JavaClass> condition,
            String reason) {
        String known = name + " in " + hexagon.base();
        ArchRule full = all(new Subject(name, hexagon, layers, subject))
                .should(condition)
                .as(known)
                .because(reason)
                .allowEmptyShould(false);
        ArchRule rule = new NamedRule(known, full);
        return frozen ? FreezingArchRule.freeze(rule) : rule;
    }
}

package dev.portside.bootstrap;

import dev.portside.http.contract.TableInDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Keeps the table of journeys true where it tells of one way to serve HTTP. A run of some of them only says nothing. */
final class JourneyRows implements TestExecutionExceptionHandler, AfterEachCallback, AfterAllCallback {

    private static final long JOURNEYS = Stream.of(Journeys.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .count();

    private final TableInDocument table;
    private final String server;
    private final List<Combination> combinations;
    private final Map<Combination, Set<String>> told = new ConcurrentHashMap<>();
    private final Map<Combination, Set<String>> passed = new ConcurrentHashMap<>();

    /** @param server what its rows begin with */
    JourneyRows(Path document, String server, String http) {
        this.table = new TableInDocument(document, "journeys");
        this.server = server;
        this.combinations = Combination.servedBy(http).toList();
    }

    /** Reports only number the combinations. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(new AssertionError("This was on " + combination(context)));
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Combination combination = combination(context);
        String journey = context.getRequiredTestMethod().getName();
        add(told, combination, journey);
        if (context.getExecutionException().isEmpty()) {
            add(passed, combination, journey);
        }
    }

    private static Combination combination(ExtensionContext context) {
        return ((AdapterMatrix) context.getRequiredTestInstance()).combination();
    }

    private static void add(Map<Combination, Set<String>> journeys, Combination combination, String journey) {
        journeys.computeIfAbsent(combination, unused -> ConcurrentHashMap.newKeySet())
                .add(journey);
    }

    /** What has failed tells so itself; in the table it is written only by who asks for that. */
    @Override
    public void afterAll(ExtensionContext context) {
        boolean complete = combinations.stream().allMatch(one -> count(told, one) == JOURNEYS);
        if (complete && (told.equals(passed) || TableInDocument.isToBeWritten())) {
            table.keep(combinations.stream().map(this::row).toList(), line -> line.startsWith("| " + server + " |"));
        }
    }

    private String row(Combination one) {
        return TableInDocument.row(server, one.storage(), one.cache(), count(passed, one) + " of " + JOURNEYS);
    }

    private static int count(Map<Combination, Set<String>> journeys, Combination combination) {
        return journeys.getOrDefault(combination, Set.of()).size();
    }
}

package dev.portside.bootstrap;

import dev.portside.http.contract.TableInDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Check of the table of journeys for one HTTP server. A run of only some of the journeys checks nothing. */
final class JourneyRows implements TestExecutionExceptionHandler, AfterEachCallback, AfterAllCallback {

    private static final long JOURNEYS = Stream.of(Journeys.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .count();

    private final TableInDocument table;
    private final String server;
    private final List<Combination> combinations;
    private final Map<Combination, Set<String>> passed = new ConcurrentHashMap<>();

    /** @param server the first cell of its rows */
    JourneyRows(Path document, String server, String http) {
        this.table = new TableInDocument(document, "journeys");
        this.server = server;
        this.combinations = Combination.servedBy(http);
    }

    /** Reports only number the combinations. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(new AssertionError("This was on " + combination(context)));
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            passed.computeIfAbsent(combination(context), unused -> ConcurrentHashMap.newKeySet())
                    .add(context.getRequiredTestMethod().getName());
        }
    }

    private static Combination combination(ExtensionContext context) {
        return ((AdapterMatrix) context.getRequiredTestInstance()).combination();
    }

    /** A failed journey is reported by itself, and not once more as a wrong row. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (combinations.stream().allMatch(one -> passed(one) == JOURNEYS)) {
            Set<String> starts = combinations.stream().map(this::start).collect(Collectors.toSet());
            table.require(
                    combinations.stream().map(this::row).toList(),
                    line -> starts.stream().anyMatch(line::startsWith));
        }
    }

    private String row(Combination one) {
        return TableInDocument.row(server, one.storage(), one.cache(), passed(one) + " of " + JOURNEYS);
    }

    private String start(Combination one) {
        return TableInDocument.row(server, one.storage(), one.cache()) + " ";
    }

    private int passed(Combination combination) {
        return passed.getOrDefault(combination, Set.of()).size();
    }
}

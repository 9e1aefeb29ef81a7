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

/** Keeps the table of journeys true. A run of some of them only says nothing. */
final class JourneyRows implements AfterEachCallback, AfterAllCallback {

    private static final long JOURNEYS = Stream.of(Journeys.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .count();

    private final TableInDocument table;
    private final Map<Combination, Set<String>> told = new ConcurrentHashMap<>();
    private final Map<Combination, Set<String>> passed = new ConcurrentHashMap<>();

    JourneyRows(Path document) {
        this.table = new TableInDocument(document, "journeys");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Combination combination = ((AdapterMatrixTest) context.getRequiredTestInstance()).combination();
        String journey = context.getRequiredTestMethod().getName();
        add(told, combination, journey);
        if (context.getExecutionException().isEmpty()) {
            add(passed, combination, journey);
        }
    }

    private static void add(Map<Combination, Set<String>> journeys, Combination combination, String journey) {
        journeys.computeIfAbsent(combination, unused -> ConcurrentHashMap.newKeySet())
                .add(journey);
    }

    /** What has failed tells so itself; in the table it is written only by who asks for that. */
    @Override
    public void afterAll(ExtensionContext context) {
        boolean complete = Combination.all().allMatch(one -> count(told, one) == JOURNEYS);
        if (complete && (told.equals(passed) || TableInDocument.isToBeWritten())) {
            table.keep(Combination.all().map(this::row).toList(), line -> true);
        }
    }

    private String row(Combination one) {
        String server = List.of("tomcat", "jetty").contains(one.http()) ? "servlet on " + one.http() : one.http();
        return TableInDocument.row(server, one.storage(), one.cache(), count(passed, one) + " of " + JOURNEYS);
    }

    private static int count(Map<Combination, Set<String>> journeys, Combination combination) {
        return journeys.getOrDefault(combination, Set.of()).size();
    }
}

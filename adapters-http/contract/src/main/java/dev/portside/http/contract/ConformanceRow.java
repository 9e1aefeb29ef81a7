package dev.portside.http.contract;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Check of a row of the table {@code http-contract}: how much of {@link HttpServerContract} a server has passed, and with
 * which gaps. Register it in a static field of the test class. A run of only some of the tests checks nothing.
 */
public final class ConformanceRow implements AfterEachCallback, AfterAllCallback {

    private static final Set<String> CONTRACT = Stream.of(HttpServerContract.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final TableInDocument table;
    private final String server;
    private final Set<String> passed = ConcurrentHashMap.newKeySet();
    private final Set<Gap> gaps = ConcurrentHashMap.newKeySet();

    /**
     * Creates the check of one row of that document.
     *
     * @param server the first cell of its row
     */
    public ConformanceRow(Path document, String server) {
        this.table = new TableInDocument(document, "http-contract");
        this.server = server;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        String test = context.getRequiredTestMethod().getName();
        if (CONTRACT.contains(test) && context.getExecutionException().isEmpty()) {
            passed.add(test);
        }
        gaps.addAll(((HttpServerFixture) context.getRequiredTestInstance()).gaps());
    }

    /** A failed test is reported by itself, and not once more as a wrong row. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (passed.size() == CONTRACT.size()) {
            String row = TableInDocument.row(server, passed.size() + " of " + CONTRACT.size(), names(gaps));
            table.require(List.of(row), line -> line.startsWith("| " + server + " |"));
        }
    }

    private static String names(Set<Gap> gaps) {
        return gaps.isEmpty()
                ? "none"
                : gaps.stream()
                        .sorted()
                        .map(gap -> gap.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
    }
}

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
 * Keeps a row of the table {@code http-contract} true: how much of {@link HttpServerContract} a server has passed, and with
 * which gaps. Register it in a static field of the test class. A run of some of the tests only says nothing.
 */
public final class ConformanceRow implements AfterEachCallback, AfterAllCallback {

    private static final Set<String> CONTRACT = Stream.of(HttpServerContract.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final TableInDocument table;
    private final String server;
    private final Set<String> passed = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final Set<Gap> gaps = ConcurrentHashMap.newKeySet();

    /**
     * A row of that document.
     *
     * @param server what its row begins with
     */
    public ConformanceRow(Path document, String server) {
        this.table = new TableInDocument(document, "http-contract");
        this.server = server;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        String test = context.getRequiredTestMethod().getName();
        if (CONTRACT.contains(test)) {
            (context.getExecutionException().isEmpty() ? passed : failed).add(test);
        }
        gaps.addAll(((HttpServerFixture) context.getRequiredTestInstance()).gaps());
    }

    /** What has failed tells so itself; in a table it is written only by who asks for that. */
    @Override
    public void afterAll(ExtensionContext context) {
        boolean complete = passed.size() + failed.size() == CONTRACT.size();
        if (complete && (failed.isEmpty() || TableInDocument.isToBeWritten())) {
            String row = TableInDocument.row(server, passed.size() + " of " + CONTRACT.size(), names(gaps));
            table.keep(List.of(row), line -> line.startsWith("| " + server + " |"));
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

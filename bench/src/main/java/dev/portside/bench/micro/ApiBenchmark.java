package dev.portside.bench.micro;

import dev.portside.http.Response;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a request to its response. All go through the same routing, limits, metrics and tracing, which {@link #unknownId}
 * shows at their smallest; the differences are what each answer takes to read and to render.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ApiBenchmark {

    private static final String USERS = "/api/v1/users";
    private static final String LIMIT = "limit=20";

    private final InMemoryApi api = new InMemoryApi();
    private final String cursor = cursor(api.get(USERS, LIMIT));

    /** Twenty users as JSON, the ETag of it, and a cursor to the next twenty. */
    @Benchmark
    public Response page() {
        return api.get(USERS, LIMIT);
    }

    /** The same, and the cursor of the request is read. */
    @Benchmark
    public Response pageBehindACursor() {
        return api.get(USERS, cursor);
    }

    /** One user as JSON. */
    @Benchmark
    public Response user() {
        return api.get(USERS + "/42", "");
    }

    /** A problem without a list of fields. */
    @Benchmark
    public Response unknownId() {
        return api.get(USERS + "/4242", "");
    }

    /** A problem that names a field. */
    @Benchmark
    public Response invalidField() {
        return api.get(USERS, "limit=none");
    }

    /** Frees the thread that the API holds. */
    @TearDown
    public void close() {
        api.close();
    }

    private static String cursor(Response page) {
        String link = page.first("Link").orElseThrow();
        return link.substring(link.indexOf('?') + 1, link.indexOf('>'));
    }
}

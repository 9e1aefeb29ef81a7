package dev.portside.http.route;

import dev.portside.domain.InvalidValue;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import dev.portside.http.body.ResponseBudget;
import dev.portside.http.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * One request on its way through the filters to its route and back. It belongs to the thread of the request; what the
 * pipeline finds out on the way, it notes here.
 */
public final class Call {

    /** Stands for the route in logs and metrics when there is none. */
    public static final String NO_ROUTE = "-";

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

    /**
     * Names of a request in logs.
     *
     * @param traceId 32 hexadecimal digits (W3C Trace Context)
     * @param traceparent the field that this server hands on
     */
    public record Identity(String requestId, String traceId, String traceparent) {}

    private final Identity identity;
    private final long started;
    private final long deadline;
    private final Json json;
    private final ResponseBudget.Lease responseMemory;
    private Request request;
    private Principal principal = Principal.ANONYMOUS;
    private String template = NO_ROUTE;
    private String routeMethod = NO_ROUTE;
    private Optional<Route> route = Optional.empty();
    private Map<String, String> pathParameters = Map.of();
    private @Nullable Query query;
    private ByteBuffer body = NO_BODY;

    /** Read by the thread that watches deadlines. */
    private volatile boolean cancellable;

    /**
     * Begins a call.
     *
     * @param started by {@link System#nanoTime}, as is the deadline
     */
    public Call(
            Request request,
            Identity identity,
            long started,
            long deadline,
            Json json,
            ResponseBudget.Lease responseMemory) {
        this.request = request;
        this.identity = identity;
        this.started = started;
        this.deadline = deadline;
        this.json = json;
        this.responseMemory = responseMemory;
    }

    public Request request() {
        return request;
    }

    /** Returns the client's {@code X-Request-Id}, or one that was made here. */
    public String requestId() {
        return identity.requestId();
    }

    public String traceId() {
        return identity.traceId();
    }

    public String traceparent() {
        return identity.traceparent();
    }

    /** Returns when the call began, by {@link System#nanoTime}. */
    public long started() {
        return started;
    }

    /** Returns the time that is left until the deadline; negative when it is over. */
    public Duration timeLeft() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /** Returns the caller, as a filter that authenticates has noted it. */
    public Principal principal() {
        return principal;
    }

    /** Notes the caller. To be called by a filter that authenticates. */
    public void authenticated(Principal caller) {
        principal = caller;
    }

    /** Returns the route; empty until it is found, for filters on the way in, and when there is none. */
    public Optional<Route> route() {
        return route;
    }

    /** Returns the template of the path; {@link #NO_ROUTE} until it is found. */
    public String template() {
        return template;
    }

    /** Returns the request's method when a route answers it; else {@link #NO_ROUTE}. */
    public String routeMethod() {
        return routeMethod;
    }

    /** Notes the target as it was read. Called by the pipeline. */
    public void readTarget(String path, String queryText) {
        request = request.withTarget(path, queryText);
    }

    /** Notes the path's template and the values of its parameters. Called by the pipeline. */
    public void found(String pathTemplate, Map<String, String> parameters) {
        template = pathTemplate;
        pathParameters = parameters;
    }

    /** Notes the route. Called by the pipeline. */
    public void dispatched(Route found) {
        route = Optional.of(found);
        routeMethod = request.method();
    }

    /** Notes the query. Called by the pipeline. */
    public void parsed(Query found) {
        query = found;
    }

    /** Notes the body. Called by the pipeline. */
    public void received(ByteBuffer whole) {
        body = whole;
    }

    /** Lets the call be cancelled from now on when the client disconnects. Called by the pipeline. */
    public void cancelOnDisconnect() {
        cancellable = true;
    }

    /** Returns whether the call may be cancelled because its client has disconnected. Any thread may ask. */
    public boolean isAbandoned() {
        return cancellable && request.body().clientHasLeft();
    }

    /**
     * Takes the memory that the answer may need while it is made, when that may be more than some dozens of kilobytes; it is given
     * back when the answer has been sent. To be called before the work that fills it, and not for what is streamed.
     *
     * @throws ProblemException with 503 when other large answers have it all
     */
    public void reserveForAnswer(long bytes) {
        responseMemory.reserve(bytes);
    }

    /** Keeps the memory of a finished response until it is sent; false for a small one. Called by the pipeline. */
    public boolean keepResponseMemory(int bytes) {
        return responseMemory.keep(bytes);
    }

    /** Sends a response whose memory was kept, and gives that back. Called by the pipeline. */
    public void sendKept(byte[] bytes, OutputStream out) throws IOException {
        responseMemory.send(bytes, out);
    }

    /** Gives back the memory of the response. Called by the pipeline. */
    public void releaseResponseMemory() {
        responseMemory.close();
    }

    /** Returns the length of the body in bytes. */
    public int bodyLength() {
        return body.remaining();
    }

    /**
     * Returns the value of a parameter, its default when it is absent.
     *
     * @throws ProblemException with 400 that names the parameter and its rule, also when there is neither value nor default
     */
    public <T> T get(Parameter<T> parameter) {
        return find(parameter)
                .or(parameter::defaultValue)
                .orElseThrow(
                        () -> Problem.invalid(parameter.name(), "is required").exception());
    }

    /**
     * Returns the value of a parameter; empty when it is absent, whatever its default.
     *
     * @throws ProblemException with 400 that names the parameter and its rule
     */
    public <T> Optional<T> find(Parameter<T> parameter) {
        return find(parameter, parameter.reader());
    }

    /** Returns the value of a parameter, read by a function that knows more of the call than the declaration does. */
    public <T> Optional<T> find(Parameter<?> parameter, Function<String, T> reader) {
        return text(parameter).map(text -> {
            try {
                return reader.apply(text);
            } catch (InvalidValue e) {
                throw Problem.invalid(parameter.name(), e.getMessage()).exception();
            }
        });
    }

    /** Returns the decoded text of a parameter. */
    public Optional<String> text(Parameter<?> parameter) {
        return switch (parameter.place()) {
            case PATH -> Optional.of(path(parameter.name()));
            case QUERY ->
                Objects.requireNonNull(query, "The query is read behind the filters")
                        .text(parameter.name());
            case HEADER -> onlyField(parameter.name());
        };
    }

    private String path(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalStateException("The route's template has no {" + name + "}.");
        }
        return value;
    }

    private Optional<String> onlyField(String name) {
        List<String> fields = request.headers().all(name);
        if (fields.size() > 1) {
            throw Problem.invalid(name, "must be sent once, but was sent " + fields.size() + " times")
                    .exception();
        }
        return fields.stream().findFirst();
    }

    public Optional<String> header(String name) {
        return request.headers().first(name);
    }

    /**
     * Returns the body as it came, from the position to the limit. Callers must not change it, and must copy it to keep it
     * beyond this call: the array of a large body is reused for the next one. The position is this buffer's own.
     */
    public ByteBuffer body() {
        return body.duplicate();
    }

    /**
     * The body as JSON; the route must say which types it {@linkplain Route#consumes consumes}.
     *
     * @throws ProblemException with 400 for what is not JSON
     */
    public JsonNode json() {
        return json.read(body);
    }

    /**
     * The body as JSON, token by token; the route must say which types it {@linkplain Route#consumes consumes}.
     *
     * @param reading gets the parser at its first token, and leaves it at the last token of the value
     * @throws ProblemException with 400 for what is not JSON
     */
    public <T> T json(Function<JsonParser, T> reading) {
        return json.stream(body, reading);
    }
}

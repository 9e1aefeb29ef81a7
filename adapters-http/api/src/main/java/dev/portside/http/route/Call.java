package dev.portside.http.route;

import dev.portside.domain.InvalidValue;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import dev.portside.http.body.ResponseBudget;
import dev.portside.http.json.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** A request at the route that answers it. Its body has arrived. */
public final class Call {

    private final Request request;
    private final Map<String, String> parameters;
    private final Query query;
    private final Json json;
    private final ByteBuffer body;
    private final ResponseBudget.Lease answerMemory;

    public Call(
            Request request,
            Map<String, String> parameters,
            Query query,
            Json json,
            ByteBuffer body,
            ResponseBudget.Lease answerMemory) {
        this.request = request;
        this.parameters = parameters;
        this.query = query;
        this.json = json;
        this.body = body;
        this.answerMemory = answerMemory;
    }

    public Request request() {
        return request;
    }

    /**
     * Takes the memory that the answer may need while it is made, when that may be more than some dozens of kilobytes; it is given
     * back when the answer has been sent. To be called before the work that fills it, and not for what is streamed.
     *
     * @throws ProblemException with 503 when other large answers have it all
     */
    public void reserveForAnswer(long bytes) {
        answerMemory.reserve(bytes);
    }

    /** How long the body is, in bytes. */
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
            case QUERY -> query.text(parameter.name());
            case HEADER -> onlyField(parameter.name());
        };
    }

    private String path(String name) {
        String value = parameters.get(name);
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
     * The body as it came, from the position to the limit. Nobody may change it, and who keeps it beyond this call keeps a
     * copy: what a large body lay in is used for the next one. The position is this buffer's own.
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

package dev.portside.http.route;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Declaration of one endpoint and the handler that answers it. It is what the pipeline obeys: what the query may have, which
 * bodies are taken, which limits apply. Made by {@link #get}, {@link #post} and the like.
 */
public final class Route {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

    /** Purpose of a route. */
    public enum Kind {
        /** Work for clients: bounded, and refused during startup. */
        BUSINESS,
        /** Check by the operator: answered at any time, before any limit. */
        OPERATIONS,
        /** Page for the operator that costs work: answered at any time, and a few at a time. */
        REPORT
    }

    /**
     * Declared body of a request.
     *
     * @param mediaTypes in lower case; {@code image/}{@code *} stands for all images
     * @param maxBytes empty for the limit of the API
     * @param example empty when the schema says enough
     */
    public record RequestBody(Set<String> mediaTypes, OptionalInt maxBytes, Schema schema, Optional<String> example) {

        public RequestBody {
            mediaTypes = Set.copyOf(mediaTypes);
        }
    }

    /** Declared outcome of a call. */
    public sealed interface Outcome {

        int status();

        /**
         * Answer.
         *
         * @param mediaTypes empty when it has no content
         * @param example empty when the schema says enough
         */
        record Success(
                int status,
                String description,
                List<String> mediaTypes,
                Optional<Schema> schema,
                Optional<String> example)
                implements Outcome {

            public Success {
                mediaTypes = List.copyOf(mediaTypes);
            }
        }

        /** Problem whose type is {@code urn:portside:problem:CODE}. */
        record Problem(int status, String code) implements Outcome {}
    }

    private final Declaration declared;
    private final Handler handler;
    private final List<Parameter<?>> parameters;
    private final List<Outcome> responses;
    private final Set<String> scopes;
    private final Optional<Set<String>> queryNames;
    private final Set<String> consumes;
    private final OptionalInt maxBody;
    private final Optional<String> produces;

    private Route(Declaration declared, Handler handler) {
        this.declared = declared;
        this.handler = handler;
        this.parameters = List.copyOf(declared.parameters);
        this.responses = List.copyOf(declared.responses);
        this.scopes = Set.copyOf(declared.scopes);
        this.queryNames = declared.openQuery ? Optional.empty() : Optional.of(names(parameters, Parameter.Place.QUERY));
        this.consumes = declared.body.map(RequestBody::mediaTypes).orElse(Set.of());
        this.maxBody = declared.body.map(RequestBody::maxBytes).orElse(OptionalInt.empty());
        this.produces = declared.kind == Kind.BUSINESS ? onlyMediaType(responses) : Optional.empty();
        requireWhole();
    }

    private void requireWhole() {
        Set<String> variables = VARIABLE.matcher(template())
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        Set<String> named = names(parameters, Parameter.Place.PATH);
        if (!variables.equals(named)) {
            throw new IllegalArgumentException(
                    this + " has the path parameters " + variables + " and declares " + named);
        }
        if (summary().isBlank()) {
            throw new IllegalArgumentException(this + " needs a summary");
        }
        if (responses.stream().noneMatch(Outcome.Success.class::isInstance)) {
            throw new IllegalArgumentException(this + " declares no response; call responds()");
        }
    }

    private static Optional<String> onlyMediaType(List<Outcome> responses) {
        Set<String> types = responses.stream()
                .filter(Outcome.Success.class::isInstance)
                .flatMap(success -> ((Outcome.Success) success).mediaTypes().stream())
                .collect(Collectors.toSet());
        return types.size() == 1 ? types.stream().findFirst() : Optional.empty();
    }

    private static Set<String> names(List<Parameter<?>> parameters, Parameter.Place place) {
        return parameters.stream()
                .filter(parameter -> parameter.place() == place)
                .map(Parameter::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Begins the declaration of a route that reads. */
    public static Declaration get(String template, String summary) {
        return new Declaration("GET", template, summary);
    }

    /** Begins the declaration of a route that creates something or does work. */
    public static Declaration post(String template, String summary) {
        return new Declaration("POST", template, summary);
    }

    /** Begins the declaration of a route that replaces something. */
    public static Declaration put(String template, String summary) {
        return new Declaration("PUT", template, summary);
    }

    /** Begins the declaration of a route that changes something. */
    public static Declaration patch(String template, String summary) {
        return new Declaration("PATCH", template, summary);
    }

    /** Begins the declaration of a route that removes something. */
    public static Declaration delete(String template, String summary) {
        return new Declaration("DELETE", template, summary);
    }

    public String method() {
        return declared.method;
    }

    /** Returns the path, with {@code {name}} for a segment that varies: {@code /api/v1/users/{id}}. */
    public String template() {
        return declared.template;
    }

    /** Returns one sentence for who calls it. */
    public String summary() {
        return declared.summary;
    }

    /** Returns the parameters of path, query and header. */
    public List<Parameter<?>> parameters() {
        return parameters;
    }

    /** Returns the names that the query may have; empty for any. */
    public Optional<Set<String>> queryNames() {
        return queryNames;
    }

    /** Returns the body of its requests; empty when it takes none. */
    public Optional<RequestBody> body() {
        return declared.body;
    }

    /** Returns the media types that its body may have, in lower case; empty when it takes none. */
    public Set<String> consumes() {
        return consumes;
    }

    /** Returns the bytes that its body may have; empty for the limit of the API. */
    public OptionalInt maxBody() {
        return maxBody;
    }

    /** Returns every outcome that belongs to this route; what any route may answer, such as 503, is not among them. */
    public List<Outcome> responses() {
        return responses;
    }

    /**
     * Returns the media type that a client must accept: that of the answers, when all have the same. Empty for the operator's
     * routes, which any client must be able to read.
     */
    public Optional<String> produces() {
        return produces;
    }

    /** Returns the scopes of which a caller needs one; empty when anyone may call. */
    public Set<String> scopes() {
        return scopes;
    }

    /** Returns what the route is for, which decides which limits it passes through. */
    public Kind kind() {
        return declared.kind;
    }

    /** Returns whether it only reads (RFC 9110 §9.2.1), so that it is cancelled when the client disconnects. */
    public boolean safe() {
        return declared.safe;
    }

    public Handler handler() {
        return handler;
    }

    @Override
    public String toString() {
        return declared.method + " " + declared.template;
    }

    /** Declaration under way. It takes no parameters, no body and no scopes until it says so. */
    public static final class Declaration {

        private final String method;
        private final String template;
        private final String summary;
        private final List<Parameter<?>> parameters = new ArrayList<>();
        private final List<Outcome> responses = new ArrayList<>();
        private final Set<String> scopes = new LinkedHashSet<>();
        private boolean openQuery;
        private Optional<RequestBody> body = Optional.empty();
        private Kind kind = Kind.BUSINESS;
        private boolean safe;

        private Declaration(String method, String template, String summary) {
            this.method = method;
            this.template = template;
            this.summary = summary;
            this.safe = method.equals("GET");
        }

        /** Adds parameters, each sent at most once. The query takes no others. */
        public Declaration parameters(Parameter<?>... more) {
            parameters.addAll(List.of(more));
            return this;
        }

        /** Lets the query have names that are not declared, which the handler reads by itself. */
        public Declaration openQuery() {
            openQuery = true;
            return this;
        }

        /** Takes a body of one of these types, of up to as many bytes as the API takes. */
        public Declaration consumes(Set<String> mediaTypes, Schema schema) {
            body = Optional.of(new RequestBody(mediaTypes, OptionalInt.empty(), schema, Optional.empty()));
            return this;
        }

        /** Takes a body of one of these types, of up to so many bytes. */
        public Declaration consumes(Set<String> mediaTypes, Schema schema, int maxBytes) {
            body = Optional.of(new RequestBody(mediaTypes, OptionalInt.of(maxBytes), schema, Optional.empty()));
            return this;
        }

        /** Shows a body. */
        public Declaration exampleBody(String example) {
            body = body.map(
                    one -> new RequestBody(one.mediaTypes(), one.maxBytes(), one.schema(), Optional.of(example)));
            return this;
        }

        /** Adds an answer without content, or with content that any client must be able to read. */
        public Declaration responds(int status, String description) {
            responses.add(new Outcome.Success(status, description, List.of(), Optional.empty(), Optional.empty()));
            return this;
        }

        /** Adds an answer of one media type. */
        public Declaration responds(int status, String description, String mediaType, Schema schema) {
            responses.add(new Outcome.Success(
                    status, description, List.of(mediaType), Optional.of(schema), Optional.empty()));
            return this;
        }

        /** Adds an answer of one media type, with an example. */
        public Declaration responds(int status, String description, String mediaType, Schema schema, String example) {
            responses.add(new Outcome.Success(
                    status, description, List.of(mediaType), Optional.of(schema), Optional.of(example)));
            return this;
        }

        /** Adds an answer of one of several media types. */
        public Declaration responds(int status, String description, List<String> mediaTypes, Schema schema) {
            responses.add(new Outcome.Success(status, description, mediaTypes, Optional.of(schema), Optional.empty()));
            return this;
        }

        /** Adds a problem. */
        public Declaration problem(int status, String code) {
            responses.add(new Outcome.Problem(status, code));
            return this;
        }

        /** Demands one of these scopes. */
        public Declaration scopes(String... names) {
            scopes.addAll(List.of(names));
            return this;
        }

        /** Declares that it only reads, whatever its method says. */
        public Declaration readsOnly() {
            safe = true;
            return this;
        }

        /** Says what the route is for; {@link Kind#BUSINESS} unless this is called. */
        public Declaration kind(Kind other) {
            kind = other;
            return this;
        }

        /** Ends the declaration with what answers the calls. */
        public Route handledBy(Handler handler) {
            return new Route(this, handler);
        }
    }
}

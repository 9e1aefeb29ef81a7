package dev.portside.http.json;

import dev.portside.domain.InvalidValue;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Reads the members of one JSON object into values and collects everything that is wrong with them, so that the client
 * hears it all at once.
 */
public final class JsonFields {

    /** More would not help anyone, and would make a large answer to a small mistake. */
    public static final int MAX_ERRORS = 20;

    /** Error of a member that another one of the same name stands before. */
    public static final String TWICE = "stands twice, but each member may stand once only";

    private static final int MAX_NAME_LENGTH = 100;

    private final JsonNode object;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    private JsonFields(JsonNode object) {
        this.object = object;
    }

    /**
     * Starts reading an object that may have these members and no others.
     *
     * @throws ProblemException with 400 when it is not an object
     */
    public static JsonFields of(JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw Problem.of(400, "invalid", "must be a JSON object, but was " + kind(node))
                    .exception();
        }
        JsonFields fields = new JsonFields(node);
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                fields.add(shown(name), "is not a known field");
            }
        }
        return fields;
    }

    /** The value of a text that must be there; empty, with an error noted, when it is not or is wrong. */
    public <T> Optional<T> text(String name, Function<String, T> value) {
        JsonNode node = object.get(name);
        if (node == null) {
            add(name, "is required");
            return Optional.empty();
        }
        return read(name, node, value);
    }

    /** The value of a text that may be left out; empty when it is, or, with an error noted, when it is wrong. */
    public <T> Optional<T> optionalText(String name, Function<String, T> value) {
        JsonNode node = object.get(name);
        return node == null ? Optional.empty() : read(name, node, value);
    }

    /**
     * Checks a member that clients may send but not change: when it is there, it must have the
     * value that is stored. An error is noted when it has another.
     *
     * @param same whether the text of a string or whole number is the value that is stored
     */
    public void readOnly(String name, Predicate<String> same) {
        JsonNode node = object.get(name);
        boolean scalar = node == null || node.isString() || node.isIntegralNumber();
        if (node != null && !(scalar && same.test(node.asString()))) {
            add(name, "cannot be changed; leave it out, or send it as it is stored");
        }
    }

    /** Returns the errors so far, in the order found; the first {@value #MAX_ERRORS}. */
    public List<Problem.FieldError> errors() {
        return List.copyOf(errors);
    }

    private <T> Optional<T> read(String name, JsonNode node, Function<String, T> value) {
        if (!node.isString()) {
            add(name, "must be a string, but was " + kind(node));
            return Optional.empty();
        }
        try {
            return Optional.of(value.apply(node.stringValue()));
        } catch (InvalidValue e) {
            add(name, e.getMessage());
            return Optional.empty();
        }
    }

    private void add(String name, String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new Problem.FieldError(name, message));
        }
    }

    /** A member's name, short enough for a message. */
    public static String shown(String name) {
        return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "…";
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "something else";
        };
    }
}

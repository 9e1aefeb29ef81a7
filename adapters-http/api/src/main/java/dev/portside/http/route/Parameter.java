package dev.portside.http.route;

import dev.portside.domain.InvalidValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Declared parameter of a route: name, place, shape, documentation, and the function that reads it. A handler gets its
 * value by {@link Call#find} or {@link Call#get}; a route that does not declare it cannot read it.
 *
 * @param schema the values that are documented
 * @param required whether a request without it is refused
 * @param defaultValue the value in its place when it is absent
 * @param description one sentence for who calls the route
 * @param reader throws {@link InvalidValue} with a message that goes on after the parameter's name
 */
public record Parameter<T>(
        String name,
        Place place,
        Schema schema,
        boolean required,
        Optional<T> defaultValue,
        String description,
        Function<String, T> reader) {

    /** Part of a request in which a parameter is sent. */
    public enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** Declares an optional parameter of the query. */
    public static <T> Parameter<T> query(String name, Schema schema, String description, Function<String, T> reader) {
        return new Parameter<>(name, Place.QUERY, schema, false, Optional.empty(), description, reader);
    }

    /** Declares a part of the path, which stands for {@code {name}} in the route's template. */
    public static <T> Parameter<T> path(String name, Schema schema, String description, Function<String, T> reader) {
        return new Parameter<>(name, Place.PATH, schema, true, Optional.empty(), description, reader);
    }

    /** Declares an optional field of the header. */
    public static <T> Parameter<T> header(String name, Schema schema, String description, Function<String, T> reader) {
        return new Parameter<>(name, Place.HEADER, schema, false, Optional.empty(), description, reader);
    }

    /** Declares the query parameter {@code limit}; more than the maximum means the maximum. */
    public static Parameter<Integer> limit(int defaultValue, int max) {
        return query(
                        "limit",
                        Schema.whole(1, max),
                        "Most items of the answer; more than " + max + " means " + max,
                        text -> (int) Math.min(Query.positive(text), max))
                .orElse(defaultValue);
    }

    /** Declares a query parameter that is a whole number of at least 1. */
    public static Parameter<Integer> number(String name, int max, String description) {
        return query(name, Schema.whole(1, max), description, text -> {
            long number = Query.positive(text);
            if (number > max) {
                throw new InvalidValue("must be at most " + max + ", but was " + number);
            }
            return (int) number;
        });
    }

    /** Declares a query parameter that is {@code true} or {@code false}; false when absent. */
    public static Parameter<Boolean> flag(String name, String description) {
        return query(name, Schema.FLAG, description, text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidValue("must be true or false, but was \"" + text + "\"");
                })
                .orElse(false);
    }

    /** Returns the values' names in lower case, as parameters have them. */
    public static List<String> names(List<? extends Enum<?>> values) {
        return values.stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Returns the same parameter, which must be there. */
    public Parameter<T> mandatory() {
        return new Parameter<>(name, place, schema, true, defaultValue, description, reader);
    }

    /** Returns the same parameter with a value for when it is absent. */
    public Parameter<T> orElse(T value) {
        return new Parameter<>(name, place, schema, required, Optional.of(value), description, reader);
    }
}

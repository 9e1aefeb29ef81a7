package dev.portside.http;

import java.util.List;
import java.util.Optional;

/** The fields of a request's header. Names ignore case; a field that was sent on several lines has several values. */
@FunctionalInterface
public interface Headers {

    /** The values in the order sent; empty when the field is absent. */
    List<String> all(String name);

    default Optional<String> first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** All values as one list, as RFC 9110 §5.3 allows for fields that are lists; empty when the field is absent. */
    default String joined(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? values.getFirst() : String.join(", ", values);
    }
}

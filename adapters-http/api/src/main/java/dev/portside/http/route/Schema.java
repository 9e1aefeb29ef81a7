package dev.portside.http.route;

import java.util.List;
import java.util.Optional;

/** Declared shape of a value, in the terms of JSON Schema. It describes; what reads the value decides. */
public sealed interface Schema {

    /** Text without a declared format, of any length. */
    Schema TEXT = text(0, Integer.MAX_VALUE);

    /** {@code true} or {@code false}. */
    Schema FLAG = new Flag();

    /** Bytes that are not JSON. */
    Schema BINARY = new Binary();

    /** The member {@code errors} of a problem. */
    Schema FIELD_ERRORS = arrayOf(object(
            required("field", TEXT, "Member, parameter or header field that is wrong"),
            required("message", TEXT, "The rule that it breaks")));

    /** Whole number between two bounds, both included. */
    record Whole(long minimum, long maximum) implements Schema {}

    /** Number that may have a fraction. */
    record Decimal() implements Schema {}

    /**
     * Text.
     *
     * @param format as JSON Schema or the OpenAPI registry names it, such as {@code email} or {@code date-time}
     * @param minLength in characters
     * @param maxLength in characters
     */
    record Text(Optional<String> format, int minLength, int maxLength) implements Schema {}

    /** One of these texts. */
    record OneOf(List<String> values) implements Schema {

        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements Schema {}

    /** Bytes. */
    record Binary() implements Schema {}

    /** List of equal items. */
    record Array(Schema items, int minItems, int maxItems) implements Schema {}

    /** Object with these members; any others when {@code open}. */
    record Members(List<Member> members, boolean open) implements Schema {

        public Members {
            members = List.copyOf(members);
        }
    }

    /** One of several shapes. */
    record AnyOf(List<Schema> shapes) implements Schema {

        public AnyOf {
            shapes = List.copyOf(shapes);
        }
    }

    /** Object with values of one shape under any names. */
    record Values(Schema value) implements Schema {}

    /** Member of an object. */
    record Member(String name, Schema schema, boolean required, String description) {}

    /** Returns text of a length between two bounds. */
    static Schema text(int minLength, int maxLength) {
        return new Text(Optional.empty(), minLength, maxLength);
    }

    /** Returns text of a format, as JSON Schema or the OpenAPI registry names it. */
    static Schema format(String format) {
        return new Text(Optional.of(format), 0, Integer.MAX_VALUE);
    }

    /** Returns a whole number between two bounds, both included. */
    static Schema whole(long minimum, long maximum) {
        return new Whole(minimum, maximum);
    }

    /** Returns one of these texts. */
    static Schema oneOf(List<String> values) {
        return new OneOf(values);
    }

    /** Returns a list of any length. */
    static Schema arrayOf(Schema items) {
        return new Array(items, 0, Integer.MAX_VALUE);
    }

    /** Returns a list with a bounded number of items. */
    static Schema arrayOf(Schema items, int minItems, int maxItems) {
        return new Array(items, minItems, maxItems);
    }

    /** Returns an object with these members and no others. */
    static Schema object(Member... members) {
        return new Members(List.of(members), false);
    }

    /** Returns an object whose names are data. */
    static Schema map(Schema value) {
        return new Values(value);
    }

    /** Returns a member that is always there. */
    static Member required(String name, Schema schema, String description) {
        return new Member(name, schema, true, description);
    }

    /** Returns a member that may be left out. */
    static Member optional(String name, Schema schema, String description) {
        return new Member(name, schema, false, description);
    }
}

package dev.portside.http;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Problem details of a request that was not done (RFC 9457). The text is for the client and says what to do; it contains no
 * internals of the server.
 *
 * @param code names the kind of problem in its {@code type}: {@code urn:portside:problem:CODE}
 * @param errors the fields that are wrong; empty when the problem is not about fields
 * @param fields of the response's header, such as {@code Retry-After}
 */
public record Problem(int status, String code, String detail, List<FieldError> errors, List<Response.Field> fields) {

    /** A field of the body, a parameter of the query or a part of the path that is wrong. */
    public record FieldError(String field, String message) {}

    public Problem {
        errors = List.copyOf(errors);
        fields = List.copyOf(fields);
    }

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), List.of());
    }

    /** 400: these fields are wrong. */
    public static Problem invalid(List<FieldError> errors) {
        StringBuilder detail = new StringBuilder();
        for (FieldError error : errors) {
            detail.append(detail.isEmpty() ? "" : "; ")
                    .append(error.field())
                    .append(' ')
                    .append(error.message());
        }
        return new Problem(400, "invalid", detail.toString(), errors, List.of());
    }

    /** 400: this field is wrong. The message goes on after the field's name. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public Problem with(String field, String value) {
        List<Response.Field> more = new ArrayList<>(fields);
        more.add(new Response.Field(field, value));
        return new Problem(status, code, detail, errors, more);
    }

    /** The same problem as an exception, for where a value is being read and there is no result to return. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** The member {@code errors}, when there are any. */
    public void writeErrors(JsonGenerator json) {
        if (errors.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("errors");
        for (FieldError error : errors) {
            json.writeStartObject();
            json.writeStringProperty("field", error.field());
            json.writeStringProperty("message", error.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

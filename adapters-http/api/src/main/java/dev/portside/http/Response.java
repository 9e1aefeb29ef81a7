package dev.portside.http;

import java.util.List;
import java.util.Optional;

/**
 * Answer to a request. A binding adds what belongs to the transport ({@code Date}, {@code Content-Length} or chunks) and
 * nothing else.
 */
public record Response(int status, List<Field> fields, Payload payload) {

    /** One line of the header. */
    public record Field(String name, String value) {}

    public Response {
        fields = List.copyOf(fields);
    }

    public static Response of(int status) {
        return new Response(status, List.of(), Payload.NONE);
    }

    public static Response of(int status, String contentType, byte[] content) {
        return new Response(status, List.of(new Field("Content-Type", contentType)), new Payload.Bytes(content));
    }

    public static Response stream(int status, String contentType, Payload.Writer writer) {
        return new Response(status, List.of(new Field("Content-Type", contentType)), new Payload.Stream(writer, false));
    }

    /** Returns a stream that goes on until one side ends it. The caller bounds the number of such streams. */
    public static Response endless(int status, String contentType, Payload.Writer writer) {
        return new Response(status, List.of(new Field("Content-Type", contentType)), new Payload.Stream(writer, true));
    }

    public Response with(String name, String value) {
        return with(new Field(name, value));
    }

    /** The same with these fields behind its own. */
    public Response with(Field... more) {
        return more.length == 0 ? this : new Response(status, joined(fields, more), payload);
    }

    public Response with(List<Field> more) {
        return with(more.toArray(Field[]::new));
    }

    private static List<Field> joined(List<Field> fields, Field... more) {
        Field[] all = fields.toArray(new Field[fields.size() + more.length]);
        System.arraycopy(more, 0, all, fields.size(), more.length);
        return List.of(all);
    }

    public Response with(Payload other) {
        return new Response(status, fields, other);
    }

    /** The first value of a field, ignoring the case of its name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }
}

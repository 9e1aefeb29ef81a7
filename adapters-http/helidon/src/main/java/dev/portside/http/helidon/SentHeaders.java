package dev.portside.http.helidon;

import dev.portside.http.Headers;
import dev.portside.http.Response;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fields that a client sent, looked up where Helidon's parser put them. */
record SentHeaders(io.helidon.http.Headers fields) implements Headers {

    /** More names than the API asks for; a bound all the same, in case somebody asks for names that clients choose. */
    private static final int MAX_NAMES = 256;

    /** Fields whose values are few. They are kept as the bytes that go out. */
    private static final Set<String> REPEATED = Set.of("Content-Type", "Cache-Control", "Vary", "Content-Encoding");

    private static final Map<String, HeaderName> NAMES = new ConcurrentHashMap<>();
    private static final Map<Response.Field, Header> FIELDS = new ConcurrentHashMap<>();

    /** A field of an answer. */
    static Header header(Response.Field field) {
        if (!REPEATED.contains(field.name())) {
            return HeaderValues.create(name(field.name()), field.value());
        }
        Header known = FIELDS.get(field);
        if (known != null) {
            return known;
        }
        Header created = HeaderValues.createCached(name(field.name()), field.value());
        if (FIELDS.size() < MAX_NAMES) {
            FIELDS.put(field, created);
        }
        return created;
    }

    /** A name that is unknown to Helidon would be lower-cased and hashed anew at each look. */
    private static HeaderName name(String name) {
        HeaderName known = NAMES.get(name);
        if (known != null) {
            return known;
        }
        HeaderName created = HeaderNames.create(name);
        if (NAMES.size() < MAX_NAMES) {
            NAMES.put(name, created);
        }
        return created;
    }

    @Override
    public List<String> all(String name) {
        return fields.all(name(name), List::of);
    }

    @Override
    public Optional<String> first(String name) {
        HeaderName sought = name(name);
        return fields.contains(sought) ? Optional.of(fields.get(sought).get()) : Optional.empty();
    }
}

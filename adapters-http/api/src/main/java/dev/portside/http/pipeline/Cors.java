package dev.portside.http.pipeline;

import dev.portside.http.Headers;
import dev.portside.http.Request;
import dev.portside.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Header fields that say to browsers which pages may read the answers (CORS protocol of the WHATWG Fetch standard). */
final class Cors {

    private static final String EXPOSED =
            "ETag, Link, Location, X-Request-Id, X-Total-Count, Idempotency-Replayed, Retry-After, traceparent";

    /** A day; browsers cap it lower themselves. */
    private static final String MAX_AGE_SECONDS = "86400";

    private final CorsOrigins origins;

    Cors(CorsOrigins origins) {
        this.origins = origins;
    }

    /** Returns the fields that every answer to this request carries. */
    List<Response.Field> fields(Headers headers) {
        return switch (origins) {
            // Also to those who do not ask, for a cache may hand the answer on to a page that does.
            case CorsOrigins.Any any -> allowed("*", false);
            case CorsOrigins.Exactly exactly when exactly.origins().isEmpty() -> List.of();
            case CorsOrigins.Exactly exactly ->
                headers.first("Origin")
                        .filter(exactly.origins()::contains)
                        .map(origin -> allowed(origin, true))
                        // Without an origin the answer is another one too, so caches must know.
                        .orElse(List.of(new Response.Field("Vary", "Origin")));
        };
    }

    /** The answer to the question that a browser asks before a call, when this request is one and the page may call. */
    Optional<Response> preflight(Request request, String allowedMethods) {
        Headers headers = request.headers();
        boolean asks = request.method().equals("OPTIONS")
                && headers.first("Origin").isPresent()
                && headers.first("Access-Control-Request-Method").isPresent();
        if (!asks || fields(headers).stream().noneMatch(field -> field.name().equals("Access-Control-Allow-Origin"))) {
            return Optional.empty();
        }
        Response response = Response.of(204)
                .with("Access-Control-Allow-Methods", allowedMethods)
                .with("Access-Control-Max-Age", MAX_AGE_SECONDS)
                .with("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers");
        String asked = headers.joined("Access-Control-Request-Headers");
        return Optional.of(asked.isEmpty() ? response : response.with("Access-Control-Allow-Headers", asked));
    }

    private static List<Response.Field> allowed(String origin, boolean varies) {
        List<Response.Field> fields = new ArrayList<>(3);
        fields.add(new Response.Field("Access-Control-Allow-Origin", origin));
        fields.add(new Response.Field("Access-Control-Expose-Headers", EXPOSED));
        if (varies) {
            fields.add(new Response.Field("Vary", "Origin"));
        }
        return fields;
    }
}

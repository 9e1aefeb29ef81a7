package dev.portside.http.pipeline;

import java.util.Set;

/** Which origins may read answers in a browser (the CORS protocol of the WHATWG Fetch standard). */
public sealed interface CorsOrigins {

    CorsOrigins NONE = new Exactly(Set.of());

    /** Every page may. */
    record Any() implements CorsOrigins {}

    /** Pages of these origins may, each written as a browser sends it ({@code https://app.example.org}). */
    record Exactly(Set<String> origins) implements CorsOrigins {

        public Exactly {
            origins = Set.copyOf(origins);
        }
    }
}

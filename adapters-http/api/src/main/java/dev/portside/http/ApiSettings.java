package dev.portside.http;

import java.time.Duration;

/**
 * The limits of an {@link Api}. Sizes are bytes.
 *
 * @param corsOrigins which pages of other origins may call
 * @param maxBody of a request, unless its route says otherwise
 * @param minBodyRate bytes a second that a body must arrive at, after its first second
 * @param maxUri path and query together
 * @param maxJsonDepth arrays and objects inside each other
 * @param maxJsonString characters of one JSON string
 * @param deadline for an answer to begin
 * @param maxConcurrent requests worked on at the same time
 * @param maxQueued requests that wait for their turn; more are shed with 503
 * @param requireIfMatch whether PUT, PATCH and DELETE of one thing are refused with 428 without {@code If-Match}
 */
public record ApiSettings(
        CorsOrigins corsOrigins,
        int maxBody,
        int minBodyRate,
        int maxUri,
        int maxJsonDepth,
        int maxJsonString,
        Duration deadline,
        int maxConcurrent,
        int maxQueued,
        boolean requireIfMatch) {

    /** What holds where nobody says otherwise. */
    public static final ApiSettings DEFAULTS = new ApiSettings(
            CorsOrigins.NONE, 1024 * 1024, 1024, 8 * 1024, 32, 64 * 1024, Duration.ofSeconds(10), 1_000, 10_000, false);
}

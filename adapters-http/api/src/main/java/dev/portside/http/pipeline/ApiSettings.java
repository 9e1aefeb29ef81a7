package dev.portside.http.pipeline;

import java.time.Duration;

/**
 * The limits of an {@link Api}. Sizes are bytes.
 *
 * @param corsOrigins which pages of other origins may call
 * @param maxBody of a request, unless its route says otherwise
 * @param maxEventsBody of a request with events
 * @param maxBodyMemory that all bodies together may take, on their way and while they are worked on
 * @param minBodyRate bytes a second that a body must arrive at, after its first second, and a stream be taken at
 * @param maxUri path and query together
 * @param maxJsonDepth arrays and objects inside each other
 * @param maxJsonString characters of one JSON string
 * @param deadline for an answer to begin
 * @param maxConcurrent requests worked on at the same time
 * @param maxQueued requests that wait for their turn; more are shed with 503
 * @param maxStreams answers of unbounded length that are sent at the same time; more are refused with 503
 * @param maxListeners clients that are told what comes in at the same time; more are refused with 503
 * @param requireIfMatch whether PUT, PATCH and DELETE of one thing are refused with 428 without {@code If-Match}
 * @param allowedHosts which names {@code Host} may have; requests with others are refused with 421
 */
public record ApiSettings(
        CorsOrigins corsOrigins,
        int maxBody,
        int maxEventsBody,
        long maxBodyMemory,
        int minBodyRate,
        int maxUri,
        int maxJsonDepth,
        int maxJsonString,
        Duration deadline,
        int maxConcurrent,
        int maxQueued,
        int maxStreams,
        int maxListeners,
        boolean requireIfMatch,
        AllowedHosts allowedHosts) {

    /** What holds where nobody says otherwise. */
    public static final ApiSettings DEFAULTS = new ApiSettings(
            CorsOrigins.NONE,
            1024 * 1024,
            5 * 1024 * 1024,
            Runtime.getRuntime().maxMemory() / 4,
            1024,
            8 * 1024,
            32,
            64 * 1024,
            Duration.ofSeconds(10),
            1_000,
            10_000,
            16,
            100,
            false);

    /** For any host. */
    public ApiSettings(
            CorsOrigins corsOrigins,
            int maxBody,
            int maxEventsBody,
            long maxBodyMemory,
            int minBodyRate,
            int maxUri,
            int maxJsonDepth,
            int maxJsonString,
            Duration deadline,
            int maxConcurrent,
            int maxQueued,
            int maxStreams,
            int maxListeners,
            boolean requireIfMatch) {
        this(
                corsOrigins,
                maxBody,
                maxEventsBody,
                maxBodyMemory,
                minBodyRate,
                maxUri,
                maxJsonDepth,
                maxJsonString,
                deadline,
                maxConcurrent,
                maxQueued,
                maxStreams,
                maxListeners,
                requireIfMatch,
                AllowedHosts.ANY);
    }

    /** The same for requests to these hosts. */
    public ApiSettings withAllowedHosts(AllowedHosts hosts) {
        return new ApiSettings(
                corsOrigins,
                maxBody,
                maxEventsBody,
                maxBodyMemory,
                minBodyRate,
                maxUri,
                maxJsonDepth,
                maxJsonString,
                deadline,
                maxConcurrent,
                maxQueued,
                maxStreams,
                maxListeners,
                requireIfMatch,
                hosts);
    }
}

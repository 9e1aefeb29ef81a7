package dev.portside.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is set of the HTTP API.
 *
 * @param enabled Whether the application's server has the API.
 * @param prefix What its paths begin with, such as "/backend". Without one it has /api/v1/users, /api/v1/analytics and
 * /api/v1/images, and what is below them.
 * @param corsOrigins Pages of which origins may call, such as https://app.example.org, or "*" for all.
 * @param requireIfMatch Whether writes to one user are refused without If-Match (428).
 * @param maxBody Size of a request (413 beyond).
 * @param maxEventsBody Size of a request with events (413 beyond). Less by itself on a small heap.
 * @param maxBodyMemory For all bodies together, on their way and worked on (503 beyond). By itself a quarter of the heap.
 * @param minBodyRate What a body must arrive at in a second, after the first one (408 below).
 * @param maxUri Characters of path and query together (414 beyond).
 * @param jsonMaxDepth Arrays and objects inside each other (400 beyond).
 * @param jsonMaxString Characters of one string (400 beyond).
 * @param maxConcurrentRequests Worked on at the same time.
 * @param maxQueuedRequests That wait for their turn (503 beyond).
 * @param maxStreams Exports sent at the same time (503 beyond).
 * @param maxListeners Clients of /api/v1/analytics/live at the same time (503 beyond).
 */
@ConfigurationProperties("portside.http")
public record PortsideHttpProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") String prefix,
        @DefaultValue List<String> corsOrigins,
        @DefaultValue("false") boolean requireIfMatch,
        @DefaultValue("1MB") DataSize maxBody,
        @Nullable DataSize maxEventsBody,
        @Nullable DataSize maxBodyMemory,
        @DefaultValue("1KB") DataSize minBodyRate,
        @DefaultValue("8192") int maxUri,
        @DefaultValue("32") int jsonMaxDepth,
        @DefaultValue("65536") int jsonMaxString,
        @DefaultValue("1000") int maxConcurrentRequests,
        @DefaultValue("10000") int maxQueuedRequests,
        @DefaultValue("16") int maxStreams,
        @DefaultValue("100") int maxListeners) {

    /** Takes them as they are; they are checked when the API is made. */
    public PortsideHttpProperties {
        corsOrigins = List.copyOf(corsOrigins);
    }
}

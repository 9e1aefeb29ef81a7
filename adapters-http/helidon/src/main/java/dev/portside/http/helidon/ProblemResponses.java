package dev.portside.http.helidon;

import dev.portside.http.Payload;
import dev.portside.http.Response;
import dev.portside.http.pipeline.Api;
import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets the API word what Helidon refuses by itself: malformed requests, and what is too large. */
record ProblemResponses(Api api) implements DirectHandler {

    private static final int BAD_REQUEST = 400;
    private static final int VERSION_NOT_SUPPORTED = 505;

    /** Text that Helidon gives for the version of a request line whose version it does not know. */
    private static final Pattern OTHER_VERSION = Pattern.compile("[^ ]+ [^ ]+ HTTP/[0-9]\\.[0-9]/?");

    static DirectHandlers of(Api api) {
        ProblemResponses refusals = new ProblemResponses(api);
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, refusals);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Response refusal = api.refuse(status(type, request, status), new SentHeaders(request.headers()));
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(refusal.status()))
                .keepAlive(false);
        ServerResponseHeaders fields = ServerResponseHeaders.create();
        refusal.fields().forEach(field -> fields.add(SentHeaders.header(field)));
        response.headers(fields);
        if (refusal.payload() instanceof Payload.Bytes(byte[] bytes)) {
            response.entity(bytes);
        }
        return response.build();
    }

    /** Of requests alone: {@link ApiRouting} lets no mistake of ours get to Helidon, so what it stumbles over came from the client. */
    private static int status(EventType type, TransportRequest request, Status status) {
        boolean malformed = type == EventType.INTERNAL_ERROR || status.code() == BAD_REQUEST;
        boolean otherVersion =
                malformed && OTHER_VERSION.matcher(request.protocolVersion()).matches();
        return otherVersion ? VERSION_NOT_SUPPORTED : malformed ? BAD_REQUEST : status.code();
    }
}

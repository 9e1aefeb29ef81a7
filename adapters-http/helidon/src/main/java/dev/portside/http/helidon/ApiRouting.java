package dev.portside.http.helidon;

import dev.portside.http.Body;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.body.ReceivedBody;
import dev.portside.http.pipeline.Api;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.Semaphore;

/** Hands every request to the API. Stands in the place of Helidon's own routing, so that paths are read once. */
final class ApiRouting implements HttpRouting, io.helidon.common.Builder<ApiRouting, HttpRouting> {

    private static final System.Logger LOG = System.getLogger(ApiRouting.class.getName());
    private static final int BAD_REQUEST = 400;

    /** Helidon's parser takes a line that begins with its colon. */
    private static final HeaderName NO_NAME = HeaderNames.create("");

    private static final HttpSecurity NONE = HttpSecurity.create();

    private final Api api;
    private final Semaphore handlers;
    private final Semaphore chunkMemory;

    private ApiRouting(Api api, int maxHandlers, long chunkMemory) {
        this.api = api;
        this.handlers = new Semaphore(maxHandlers);
        this.chunkMemory = UnreadBodyBudget.budget(chunkMemory);
    }

    static Router router(Api api, int maxHandlers, long chunkMemory) {
        return Router.builder()
                .addRouting(new ApiRouting(api, maxHandlers, chunkMemory))
                .build();
    }

    @Override
    public HttpRouting build() {
        return this;
    }

    @Override
    public HttpSecurity security() {
        return NONE;
    }

    @Override
    public void route(ConnectionContext context, RoutingRequest request, RoutingResponse response) {
        HttpConnection connection = ((ApiConnectionContext) context).connection();
        connection.progress().enter(Progress.Phase.WORKING);
        handlers.acquireUninterruptibly();
        try {
            exchange(connection, request, response);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "An answer was not sent because of a mistake in the program", e);
            throw new CloseConnectionException("A mistake in the program.", e);
        } finally {
            handlers.release();
        }
        connection.betweenRequests();
    }

    private void exchange(HttpConnection connection, RoutingRequest request, RoutingResponse response) {
        HttpPrologue prologue = request.prologue();
        ServerRequestHeaders headers = request.headers();
        UnreadBodyBudget unread = new UnreadBodyBudget(chunkMemory);
        Body body = body(connection, request, unread);
        try {
            Request sent = new Request(
                    method(prologue), "", target(prologue), query(prologue), new SentHeaders(headers), body);
            Response answer = headers.contains(NO_NAME)
                    ? api.refuse(BAD_REQUEST, sent.headers()).with("Connection", "close")
                    : api.handle(sent);
            // An interrupt that came too late for the work would close the socket under the answer.
            Thread.interrupted();
            boolean asked = headers.containsToken(HeaderValues.CONNECTION_CLOSE);
            boolean last = asked || connection.connections().areClosing() || ResponseWriter.isLast(answer);
            boolean whole = new ResponseWriter(connection, response, last)
                    .write(answer, prologue.method().text());
            if (!whole) {
                connection.endAtOnce();
                throw new CloseConnectionException("The answer could not be sent whole.");
            }
            boolean finished = api.discardRest(sent);
            Thread.interrupted();
            if (last || !finished) {
                if ((asked && finished) || (body.isOpen() && !finished)) {
                    // It hangs up itself, or has had its time.
                    connection.endAtOnce();
                }
                throw new CloseConnectionException("This was the last answer on its connection.");
            }
        } finally {
            unread.end();
        }
    }

    private static Body body(HttpConnection connection, RoutingRequest request, UnreadBodyBudget unread) {
        ServerRequestHeaders headers = request.headers();
        boolean chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
        long length = chunked ? -1 : headers.contentLength().orElse(0);
        return new ReceivedBody(
                length,
                chunked || length > 0,
                () -> {
                    connection.intake().belongsTo(unread);
                    return BodyInputStream.of(() -> request.content().inputStream(), unread);
                },
                connection.intake()::hasEnded);
    }

    private static String method(HttpPrologue prologue) {
        return prologue.method().text();
    }

    private static String target(HttpPrologue prologue) {
        // What is behind a # is not for servers; one that is sent all the same is no path.
        return prologue.fragment().hasValue()
                ? prologue.uriPath().rawPath() + "#"
                : prologue.uriPath().rawPath();
    }

    private static String query(HttpPrologue prologue) {
        return prologue.hasQuery() ? prologue.query().rawValue() : "";
    }
}

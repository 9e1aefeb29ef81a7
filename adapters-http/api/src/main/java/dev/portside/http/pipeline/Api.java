package dev.portside.http.pipeline;

import dev.portside.application.Fault;
import dev.portside.http.Body;
import dev.portside.http.Headers;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.body.ResponseBudget;
import dev.portside.http.body.UnreadBodyDrain;
import dev.portside.http.filter.Compression;
import dev.portside.http.filter.ConditionalFilter;
import dev.portside.http.filter.ProblemFilter;
import dev.portside.http.filter.RequestLimits;
import dev.portside.http.filter.ResponseLimits;
import dev.portside.http.filter.TraceFilter;
import dev.portside.http.json.Json;
import dev.portside.http.json.ProblemJson;
import dev.portside.http.route.Call;
import dev.portside.http.route.Handler;
import dev.portside.http.route.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole HTTP API as one function. Every answer, also to what no route takes, goes through {@link #handle}; a server
 * binding adds only {@link #refuse} for requests that its parser does not let through. Blocks its thread; safe for use by
 * many.
 */
public final class Api implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final ApiSettings settings;
    private final int maxBody;
    private final Json json;
    private final ResponseBudget responses;
    private final Deadlines deadlines;
    private final Pipeline pipeline;
    private final Handler handler;

    /** Makes an API with the usual filters, whose requests are logged by {@link AccessLog#SLF4J}. */
    public Api(ApiSettings settings, List<Route> routes, BooleanSupplier open, MeterRegistry metrics) {
        this(settings, routes, open, metrics, AccessLog.SLF4J, UnaryOperator.identity());
    }

    /**
     * Makes an API of these routes behind the filters that all of them share.
     *
     * @param open whether startup has finished; until then only {@link Route.Kind#OPERATIONS} and reports are answered
     * @param customization adds filters to the usual ones
     */
    public Api(
            ApiSettings settings,
            List<Route> routes,
            BooleanSupplier open,
            MeterRegistry metrics,
            AccessLog accessLog,
            UnaryOperator<Pipeline> customization) {
        this.settings = settings;
        this.maxBody =
                routes.stream().mapToInt(route -> route.maxBody().orElse(0)).reduce(settings.maxBody(), Math::max);
        this.json = new Json(settings.maxJsonDepth(), settings.maxJsonString());
        this.responses = new ResponseBudget(
                Math.max(1, settings.maxBodyMemory() / 2), settings.deadline().dividedBy(2), settings.minBodyRate());
        Router router = new Router(routes);
        Cors cors = new Cors(settings.corsOrigins());
        // The one thread of the API starts when nothing can fail any more.
        this.deadlines = new Deadlines(settings.deadline());
        try {
            this.pipeline = customization.apply(
                    usual(settings, router, cors, deadlines, new RequestMetrics(metrics), accessLog));
            this.handler = pipeline.around(new Dispatcher(settings, router, cors, open));
        } catch (RuntimeException e) {
            deadlines.close();
            throw e;
        }
    }

    /** Returns every filter, in the order in which a call passes them. */
    private static Pipeline usual(
            ApiSettings settings,
            Router router,
            Cors cors,
            Deadlines deadlines,
            RequestMetrics metrics,
            AccessLog accessLog) {
        return Pipeline.empty()
                .last("trace", new TraceFilter())
                .last("access-log", new AccessLogFilter(metrics, accessLog))
                .last(
                        "cors",
                        (call, next) -> next.handle(call)
                                .with(cors.fields(call.request().headers())))
                .last("response-limits", new ResponseLimits(settings.maxStreams(), settings.minBodyRate()))
                .last("compression", (call, next) -> Compression.apply(call.request(), next.handle(call)))
                .last("unread-body", (call, next) -> UnreadBodyDrain.announce(call.request(), next.handle(call)))
                .last("problems", new ProblemFilter())
                .last("deadline", (call, next) -> deadlines.within(call::isAbandoned, () -> next.handle(call)))
                .last("request-limits", new RequestLimits(settings.maxUri()))
                .last("hosts", new HostFilter(settings.allowedHosts(), router))
                .last("conditional", new ConditionalFilter())
                .last("vary", (call, next) -> Compression.announce(next.handle(call)));
    }

    /** Answers a request. Never throws for anything that a client can send or a dependency can do. */
    public Response handle(Request request) {
        return answer(request, handler);
    }

    /**
     * Answers a request that never became one: too long a header, a malformed request line. It passes the filters before
     * {@code problems}.
     *
     * @param status 400 to 599
     */
    public Response refuse(int status, Headers headers) {
        Request request = new Request(Call.NO_ROUTE, "", "", "", headers, Body.NONE);
        Handler refusing = call -> ProblemJson.response(StandardProblems.byServer(status), call.requestId());
        return answer(request, pipeline.until("problems").around(refusing));
    }

    private Response answer(Request request, Handler chain) {
        long started = System.nanoTime();
        long deadline = started + settings.deadline().toNanos();
        Trace trace = Trace.of(request.headers());
        Call call = new Call(
                request,
                new Call.Identity(trace.requestId(), trace.traceId(), trace.traceparent()),
                started,
                deadline,
                json,
                responses.lease(deadline));
        try {
            return chain.handle(call);
        } catch (RuntimeException | Error e) {
            // Of a filter that an embedding program has put before "problems".
            LOG.error("A filter before \"problems\" failed; answering 500", e);
            call.releaseResponseMemory();
            return ProblemJson.response(StandardProblems.of(Fault.Category.INTERNAL), call.requestId());
        }
    }

    /** Ends the thread that watches the deadlines. */
    @Override
    public void close() {
        deadlines.close();
    }

    /**
     * Drains what the client still sends of a body that was not read, to be called by a binding when it has sent the answer.
     * Takes a second and 64 KiB at most.
     *
     * @return whether the connection can be used for another request
     */
    public boolean discardRest(Request request) {
        return request.body().isFinished()
                || (!UnreadBodyDrain.waits(request)
                        && deadlines.inTime(UnreadBodyDrain.TIME, () -> UnreadBodyDrain.discard(request.body())));
    }

    /** Returns the largest body that any route takes, in bytes: a server need not let a larger one begin. */
    public int maxBody() {
        return maxBody;
    }

    /** Returns the names of the filters, in the order in which a call passes them. */
    public List<String> filters() {
        return pipeline.names();
    }
}

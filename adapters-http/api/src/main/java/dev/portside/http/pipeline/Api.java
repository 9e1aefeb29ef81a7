package dev.portside.http.pipeline;

import dev.portside.application.Fault;
import dev.portside.application.RepeatedFailureLog;
import dev.portside.http.Body;
import dev.portside.http.Headers;
import dev.portside.http.Payload;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.body.BodyBudget;
import dev.portside.http.body.BodyReader;
import dev.portside.http.body.MeteredOutputStream;
import dev.portside.http.body.ResponseBudget;
import dev.portside.http.body.UnreadBodyDrain;
import dev.portside.http.json.Json;
import dev.portside.http.json.ProblemJson;
import dev.portside.http.route.Call;
import dev.portside.http.route.ETags;
import dev.portside.http.route.MediaTypes;
import dev.portside.http.route.Query;
import dev.portside.http.route.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The whole HTTP API as one function. Every answer, also to what no route takes, goes through {@link #handle}; a server
 * binding adds only {@link #refuse} for requests that its parser does not let through. Blocks its thread; safe for use by
 * many.
 */
public final class Api implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private static final RepeatedFailureLog TROUBLE = new RepeatedFailureLog(System::nanoTime);

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

    /** Stands for the route in logs and metrics when there is none. */
    private static final String NO_ROUTE = "-";

    /** Pages that are made at the same time, and requests that wait for one. */
    private static final int MAX_REPORTS = 4;

    private static final int MAX_QUEUED_REPORTS = 64;

    private static final int MAX_LOGGED_METHOD = 16;

    /** The key in the logging context. */
    private static final String REQUEST_ID = "request_id";

    private final ApiSettings settings;
    private final int maxBody;
    private final Router router;
    private final BooleanSupplier open;
    private final RequestMetrics metrics;
    private final AccessLog accessLog;
    private final Json json;
    private final Cors cors;
    private final Admission admission;
    private final Admission reports;
    private final BodyBudget bodyMemory;
    private final ResponseBudget answers;
    private final BodyReader bodies;
    private final Semaphore streams;
    private final Deadlines deadlines;

    /** As the other constructor does, with {@link AccessLog#SLF4J}. */
    public Api(ApiSettings settings, List<Route> routes, BooleanSupplier open, MeterRegistry metrics) {
        this(settings, routes, open, metrics, AccessLog.SLF4J);
    }

    /**
     * Puts the routes behind everything that they have in common.
     *
     * @param open whether business can be done yet; until then only {@link Route.Kind#OPERATIONS} are answered
     */
    public Api(
            ApiSettings settings,
            List<Route> routes,
            BooleanSupplier open,
            MeterRegistry metrics,
            AccessLog accessLog) {
        this.settings = settings;
        this.maxBody =
                routes.stream().mapToInt(route -> route.maxBody().orElse(0)).reduce(settings.maxBody(), Math::max);
        this.router = new Router(routes);
        this.open = open;
        this.metrics = new RequestMetrics(metrics);
        this.accessLog = accessLog;
        this.json = new Json(settings.maxJsonDepth(), settings.maxJsonString());
        this.cors = new Cors(settings.corsOrigins());
        this.admission = new Admission(settings.maxConcurrent(), settings.maxQueued(), settings.deadline());
        this.reports = new Admission(MAX_REPORTS, MAX_QUEUED_REPORTS, settings.deadline());
        this.bodyMemory = new BodyBudget(settings.maxBodyMemory(), settings.deadline());
        this.bodies = new BodyReader(settings.minBodyRate());
        this.answers = new ResponseBudget(
                Math.max(1, settings.maxBodyMemory() / 2), settings.deadline().dividedBy(2), settings.minBodyRate());
        this.streams = new Semaphore(settings.maxStreams());
        this.deadlines = new Deadlines(settings.deadline());
    }

    /** Answers a request. Never throws for anything that a client can send or a dependency can do. */
    public Response handle(Request request) {
        Exchange exchange = new Exchange(request);
        MDC.put(REQUEST_ID, exchange.trace.requestId());
        try {
            return exchange.finish(settled(exchange, answer(exchange)));
        } finally {
            MDC.remove(REQUEST_ID);
        }
    }

    /**
     * Answers a request that never became one: too long a header, a malformed request line.
     *
     * @param status 400 to 599
     */
    public Response refuse(int status, Headers headers) {
        Exchange exchange = new Exchange(new Request(NO_ROUTE, "", "", "", headers, Body.NONE));
        MDC.put(REQUEST_ID, exchange.trace.requestId());
        try {
            return exchange.finish(ProblemJson.response(StandardProblems.byServer(status), exchange.trace.requestId()));
        } finally {
            MDC.remove(REQUEST_ID);
        }
    }

    /** Frees the one thread that this holds. */
    @Override
    public void close() {
        deadlines.close();
    }

    /**
     * Takes in what the client still sends of a body that was not read, to be called by a binding when it has sent the answer.
     * Takes a second and 64 KiB at most.
     *
     * @return whether the connection can be used for another request
     */
    public boolean discardRest(Request request) {
        return request.body().isFinished()
                || (!UnreadBodyDrain.waits(request)
                        && deadlines.inTime(UnreadBodyDrain.TIME, () -> UnreadBodyDrain.discard(request.body())));
    }

    /** The largest body that any route takes, in bytes: a server need not let a larger one begin. */
    public int maxBody() {
        return maxBody;
    }

    private static Response settled(Exchange exchange, Response answer) {
        return UnreadBodyDrain.areTooLong(exchange.request)
                        && answer.first("Connection").isEmpty()
                ? answer.with("Connection", "close")
                : answer;
    }

    private Response answer(Exchange exchange) {
        try {
            return deadlines.within(exchange::isUnwanted, () -> reach(exchange));
        } catch (ProblemException e) {
            return ProblemJson.response(e.problem(), exchange.trace.requestId());
        } catch (Fault e) {
            log(e);
            return ProblemJson.response(StandardProblems.of(e.category()), exchange.trace.requestId());
        } catch (RuntimeException | Error e) {
            LOG.error("A request failed because of a mistake in the program", e);
            return ProblemJson.response(StandardProblems.of(Fault.Category.INTERNAL), exchange.trace.requestId());
        }
    }

    private Response reach(Exchange exchange) {
        Request request = exchange.request;
        if (request.path().length() + request.query().length() > settings.maxUri()) {
            throw StandardProblems.byServer(414).exception();
        }
        if (request.method().equals("CONNECT")) {
            // There is nothing here to tunnel to, and what follows on the connection is not HTTP.
            throw StandardProblems.byServer(501).with("Connection", "close").exception();
        }
        requireOneCoding(request.headers().all("Transfer-Encoding"));
        Optional<HostField> host = HostField.of(request.headers());
        Target target = Target.of(request, host);
        Request asked = request.withTarget(target.path(), target.query());
        if (host.isPresent() && !host.get().isAllowed(settings.allowedHosts()) && !isProbe(asked)) {
            throw StandardProblems.otherHost().exception();
        }
        if (target.path().equals(Target.SERVER)) {
            return Response.of(204).with("Allow", router.methods());
        }
        return route(exchange, asked);
    }

    /** Orchestrators and balancers ask by address, and whoever else asks learns nothing of worth. */
    private boolean isProbe(Request request) {
        return router.match(request.path())
                .flatMap(match -> match.route(request.method()))
                .filter(route -> route.kind() == Route.Kind.OPERATIONS)
                .isPresent();
    }

    /** What a server has read as chunks although it was called something else, another one may read otherwise. */
    private static void requireOneCoding(List<String> codings) {
        if (codings.size() > 1) {
            throw StandardProblems.byServer(400).with("Connection", "close").exception();
        }
        // A list may have empty elements (RFC 9110 §5.6.1.2).
        boolean known = codings.isEmpty()
                || Arrays.stream(codings.getFirst().split(",", -1))
                        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                        .filter(coding -> !coding.isEmpty())
                        .toList()
                        .equals(List.of("chunked"));
        if (!known) {
            throw StandardProblems.byServer(501).with("Connection", "close").exception();
        }
    }

    private Response route(Exchange exchange, Request request) {
        Router.Match match = router.match(request.path())
                .orElseThrow(() -> StandardProblems.unknownPath().exception());
        exchange.template = match.template();
        Optional<Response> preflight = cors.preflight(request, match.allowed());
        if (preflight.isPresent()) {
            return preflight.get();
        }
        Optional<Route> found = match.route(request.method());
        if (found.isEmpty()) {
            return request.method().equals("OPTIONS")
                    ? options(match)
                    : ProblemJson.response(StandardProblems.wrongMethod(match.allowed()), exchange.trace.requestId());
        }
        Route route = found.get();
        exchange.method = request.method();
        route.produces().ifPresent(type -> MediaTypes.requireAcceptable(request.headers(), type));
        Query query = Query.parse(request.query(), route.queryNames());
        Response response = switch (route.kind()) {
            case OPERATIONS ->
                route.handler()
                        .handle(new Call(request, match.parameters(), query, json, NO_BODY, exchange.answerMemory));
            case REPORT ->
                report(route, new Call(request, match.parameters(), query, json, NO_BODY, exchange.answerMemory));
            case BUSINESS -> business(exchange, request, route, match, query);
        };
        return conditional(request, Compression.announce(response));
    }

    /** What the path takes (RFC 9110 §9.3.7), and the formats of its patches (RFC 5789 §3.1). */
    private static Response options(Router.Match match) {
        Response response = Response.of(204).with("Allow", match.allowed());
        return match.route("PATCH")
                .map(patch -> response.with("Accept-Patch", MediaTypes.list(patch.consumes(), ", ")))
                .orElse(response);
    }

    /** Has places of its own, so that it can be asked why there are no others. */
    private Response report(Route route, Call call) {
        reports.enter();
        try {
            return route.handler().handle(call);
        } finally {
            reports.leave();
        }
    }

    /** The body arrives first: a place is for working, and must not be held by a client that sends slowly. */
    private Response business(Exchange exchange, Request request, Route route, Router.Match match, Query query) {
        if (!open.getAsBoolean()) {
            throw StandardProblems.starting().exception();
        }
        try (BodyBudget.Lease memory = bodyMemory.lease()) {
            ByteBuffer body = NO_BODY;
            if (!route.consumes().isEmpty()) {
                MediaTypes.requireContent(request, route.consumes());
                int maxBody = route.maxBody().orElse(settings.maxBody());
                boolean parsed = MediaTypes.isJson(route.consumes());
                body = bodies.read(request.body(), maxBody, parsed, memory);
                memory.awaitWork(body.remaining(), parsed);
            }
            exchange.onlyAsks = route.safe();
            admission.enter();
            try {
                Call call = new Call(request, match.parameters(), query, json, body, exchange.answerMemory);
                return memory.work(() -> route.handler().handle(call));
            } finally {
                admission.leave();
            }
        }
    }

    /** What the client does not want, or has already, is not sent (RFC 9110 §13.1.1, §13.1.2). */
    private static Response conditional(Request request, Response response) {
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        if (!read || response.status() != 200) {
            return response;
        }
        if (response.first("ETag")
                .filter(tag -> ETags.clientRefuses(tag, request.headers()))
                .isPresent()) {
            throw StandardProblems.preconditionFailed().exception();
        }
        boolean unchanged = response.first("ETag")
                .filter(tag -> ETags.clientHas(tag, request.headers()))
                .isPresent();
        if (!unchanged) {
            return response;
        }
        List<Response.Field> kept = response.fields().stream()
                .filter(field -> !field.name().equals("Content-Type"))
                .toList();
        return new Response(304, kept, Payload.NONE);
    }

    /** What fails all requests for a while is told once; their own lines tell which they were. */
    private static void log(Fault fault) {
        switch (fault.category()) {
            case UNAVAILABLE, OVERLOADED, TIMEOUT -> {
                String told = TROUBLE.toLog(kind(fault), String.valueOf(fault.getMessage()));
                if (told == null) {
                    LOG.debug("A request failed: {}", fault.getMessage());
                } else {
                    LOG.warn("A request failed: {}", told);
                }
            }
            case MISCONFIGURED -> LOG.error("A request failed because of a mistake in the set-up", fault);
            case INTERNAL -> LOG.error("A request failed because of a mistake in the program", fault);
        }
    }

    /** The same for failures of the same kind, though their messages tell numbers, which differ. */
    private static String kind(Fault fault) {
        Throwable cause = fault.getCause();
        String what = cause == null
                ? NUMBER.matcher(String.valueOf(fault.getMessage())).replaceAll("#")
                : cause.getClass().getName();
        return fault.category() + " " + what;
    }

    /** One request from its arrival to the end of its answer. */
    private final class Exchange {

        private final long started = System.nanoTime();
        private final Request request;
        private final Trace trace;
        private final ResponseBudget.Lease answerMemory =
                answers.lease(started + settings.deadline().toNanos());

        /** Read by another thread; set once the body was read. */
        private volatile boolean onlyAsks;

        /** Whether the answer holds memory until it has been sent. */
        private boolean isHeld;

        private String method = NO_ROUTE;
        private String template = NO_ROUTE;

        Exchange(Request request) {
            this.request = request;
            this.trace = Trace.of(request.headers());
        }

        boolean isUnwanted() {
            return onlyAsks && request.body().clientHasLeft();
        }

        /**
         * Adds what every answer carries, and sees to it that it is logged and counted: a stream when it has been
         * sent, anything else now, for it only remains to be written.
         */
        Response finish(Response answer) {
            boolean held = false;
            try {
                Response finished = finishAny(answer);
                held = isHeld;
                return finished;
            } finally {
                if (!held) {
                    answerMemory.close();
                }
            }
        }

        private Response finishAny(Response answer) {
            Response response = Compression.apply(request, answer)
                    .with(cors.fields(request.headers()))
                    .with(
                            new Response.Field("X-Request-Id", trace.requestId()),
                            new Response.Field("traceparent", trace.traceparent()));
            boolean bodiless = request.method().equals("HEAD");
            return switch (response.payload()) {
                case Payload.None none -> sent(response, 0);
                case Payload.Bytes bytes
                when bodiless ->
                    sent(
                            response.with("Content-Length", Integer.toString(bytes.bytes().length))
                                    .with(Payload.NONE),
                            0);
                case Payload.Bytes bytes -> kept(response, bytes.bytes());
                case Payload.Stream stream when bodiless -> sent(response.with(Payload.NONE), 0);
                case Payload.Stream stream
                when !stream.endless() && !streams.tryAcquire() ->
                    finishAny(ProblemJson.response(StandardProblems.tooManyStreams(), trace.requestId()));
                case Payload.Stream stream ->
                    response.with(new Payload.Stream(out -> write(stream, out, response.status()), stream.endless()));
            };
        }

        /** What is large is counted for as long as it is there, and so is sent as a stream, whose end is known. */
        private Response kept(Response response, byte[] bytes) {
            try {
                isHeld = answerMemory.keep(bytes.length);
            } catch (ProblemException e) {
                return finishAny(ProblemJson.response(e.problem(), trace.requestId()));
            }
            return isHeld
                    ? response.with("Content-Length", Integer.toString(bytes.length))
                            .with(new Payload.Stream(out -> send(bytes, out, response.status()), false))
                    : sent(response, bytes.length);
        }

        private void send(byte[] bytes, OutputStream out, int status) throws IOException {
            MDC.put(REQUEST_ID, trace.requestId());
            try {
                answerMemory.send(bytes, out);
            } finally {
                record(status, bytes.length);
                MDC.remove(REQUEST_ID);
            }
        }

        private void write(Payload.Stream stream, OutputStream out, int status) throws IOException {
            // An endless one is as slow as what it tells.
            MeteredOutputStream metered = new MeteredOutputStream(out, stream.endless() ? 0 : settings.minBodyRate());
            MDC.put(REQUEST_ID, trace.requestId());
            try {
                stream.writer().writeTo(metered);
            } catch (RuntimeException e) {
                LOG.warn("A stream was cut off: {}", e.getMessage());
                throw new IOException("The stream could not be made whole.", e);
            } finally {
                if (!stream.endless()) {
                    streams.release();
                }
                record(status, metered.count());
                MDC.remove(REQUEST_ID);
            }
        }

        /** A log has no place for whatever a client makes up. */
        private static String logged(String method) {
            boolean plain =
                    method.length() <= MAX_LOGGED_METHOD && method.chars().allMatch(c -> c >= 'A' && c <= 'Z');
            return plain ? method : NO_ROUTE;
        }

        private Response sent(Response response, long bytes) {
            record(response.status(), bytes);
            return response;
        }

        private void record(int status, long bytes) {
            long nanos = System.nanoTime() - started;
            metrics.count(method, template, status, nanos);
            accessLog.served(new AccessLog.Served(
                    logged(request.method()),
                    template,
                    status,
                    bytes,
                    nanos / 1_000,
                    trace.requestId(),
                    trace.traceId()));
        }
    }
}

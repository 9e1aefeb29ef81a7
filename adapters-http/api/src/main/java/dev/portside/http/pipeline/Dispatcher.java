package dev.portside.http.pipeline;

import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.body.BodyBudget;
import dev.portside.http.body.BodyReader;
import dev.portside.http.route.Call;
import dev.portside.http.route.Handler;
import dev.portside.http.route.MediaTypes;
import dev.portside.http.route.Query;
import dev.portside.http.route.Route;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * End of the pipeline: finds the route of a call, checks the call against the route's declaration, reads the body, and has the
 * route answer within the limits of its kind.
 */
final class Dispatcher implements Handler {

    /** Reports that are made at the same time, and requests that wait for one. */
    private static final int MAX_REPORTS = 4;

    private static final int MAX_QUEUED_REPORTS = 64;

    private final Router router;
    private final Cors cors;
    private final BooleanSupplier open;
    private final int maxBody;
    private final BodyReader bodies;
    private final BodyBudget bodyMemory;
    private final Admission admission;
    private final Admission reports;

    Dispatcher(ApiSettings settings, Router router, Cors cors, BooleanSupplier open) {
        this.router = router;
        this.cors = cors;
        this.open = open;
        this.maxBody = settings.maxBody();
        this.bodies = new BodyReader(settings.minBodyRate());
        this.bodyMemory = new BodyBudget(settings.maxBodyMemory(), settings.deadline());
        this.admission = new Admission(settings.maxConcurrent(), settings.maxQueued(), settings.deadline());
        this.reports = new Admission(MAX_REPORTS, MAX_QUEUED_REPORTS, settings.deadline());
    }

    @Override
    public Response handle(Call call) {
        Request request = call.request();
        if (request.path().equals(Target.SERVER)) {
            return Response.of(204).with("Allow", router.methods());
        }
        Router.Match match = router.match(request.path())
                .orElseThrow(() -> StandardProblems.unknownPath().exception());
        call.found(match.template(), match.parameters());
        Optional<Response> preflight = cors.preflight(request, match.allowed());
        if (preflight.isPresent()) {
            return preflight.get();
        }
        Optional<Route> found = match.route(request.method());
        if (found.isEmpty() && request.method().equals("OPTIONS")) {
            return options(match);
        }
        Route route = found.orElseThrow(
                () -> StandardProblems.wrongMethod(match.allowed()).exception());
        call.dispatched(route);
        route.produces().ifPresent(type -> MediaTypes.requireAcceptable(request.headers(), type));
        call.parsed(Query.parse(request.query(), route.queryNames()));
        return switch (route.kind()) {
            case OPERATIONS -> route.handler().handle(call);
            case REPORT -> report(route, call);
            case BUSINESS -> business(route, call);
        };
    }

    /** Names the methods of a path (RFC 9110 §9.3.7), and the formats of its patches (RFC 5789 §3.1). */
    private static Response options(Router.Match match) {
        Response response = Response.of(204).with("Allow", match.allowed());
        return match.route("PATCH")
                .map(patch -> response.with("Accept-Patch", MediaTypes.list(patch.consumes(), ", ")))
                .orElse(response);
    }

    /** Answers a report. Reports have a limit of their own, so that they show why other requests are refused. */
    private Response report(Route route, Call call) {
        reports.enter();
        try {
            return route.handler().handle(call);
        } finally {
            reports.leave();
        }
    }

    /** The body arrives before the call is admitted, so that a client that sends slowly takes nothing from others. */
    private Response business(Route route, Call call) {
        if (!open.getAsBoolean()) {
            throw StandardProblems.starting().exception();
        }
        try (BodyBudget.Lease memory = bodyMemory.lease()) {
            if (!route.consumes().isEmpty()) {
                MediaTypes.requireContent(call.request(), route.consumes());
                boolean parsed = MediaTypes.isJson(route.consumes());
                ByteBuffer body =
                        bodies.read(call.request().body(), route.maxBody().orElse(maxBody), parsed, memory);
                memory.awaitWork(body.remaining(), parsed);
                call.received(body);
            }
            if (route.safe()) {
                call.cancelOnDisconnect();
            }
            admission.enter();
            try {
                return memory.work(() -> route.handler().handle(call));
            } finally {
                admission.leave();
            }
        }
    }
}

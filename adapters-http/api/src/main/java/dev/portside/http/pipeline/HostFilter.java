package dev.portside.http.pipeline;

import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.route.Call;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;
import dev.portside.http.route.Route;
import java.util.Optional;

/** Reads the target and {@code Host} of a request strictly, and refuses hosts that are not allowed. */
record HostFilter(AllowedHosts allowed, Router router) implements Filter {

    @Override
    public Response handle(Call call, Handler next) {
        Request request = call.request();
        Optional<HostField> host = HostField.of(request.headers());
        Target target = Target.of(request, host);
        call.readTarget(target.path(), target.query());
        if (host.isPresent() && !host.get().isAllowed(allowed) && !isProbe(call.request())) {
            throw StandardProblems.otherHost().exception();
        }
        return next.handle(call);
    }

    /** Orchestrators and load balancers call by address; the answer is of no worth to anyone else. */
    private boolean isProbe(Request request) {
        return router.match(request.path())
                .flatMap(match -> match.route(request.method()))
                .filter(route -> route.kind() == Route.Kind.OPERATIONS)
                .isPresent();
    }
}

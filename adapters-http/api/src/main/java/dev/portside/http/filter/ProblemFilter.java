package dev.portside.http.filter;

import dev.portside.application.Fault;
import dev.portside.application.RepeatedFailureLog;
import dev.portside.http.ProblemException;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.json.ProblemJson;
import dev.portside.http.route.Call;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every exception into a problem document, and logs those that are no fault of the client. */
public final class ProblemFilter implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemFilter.class);

    private static final RepeatedFailureLog FAILURES = new RepeatedFailureLog(System::nanoTime);

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    @Override
    public Response handle(Call call, Handler next) {
        try {
            return next.handle(call);
        } catch (ProblemException e) {
            return ProblemJson.response(e.problem(), call.requestId());
        } catch (Fault e) {
            log(e);
            return ProblemJson.response(StandardProblems.of(e.category()), call.requestId());
        } catch (RuntimeException | Error e) {
            LOG.error("A request failed because of a mistake in the program", e);
            return ProblemJson.response(StandardProblems.of(Fault.Category.INTERNAL), call.requestId());
        }
    }

    /** A cause that fails many requests in a row is logged once in a while; the access log has a line for each. */
    private static void log(Fault fault) {
        switch (fault.category()) {
            case UNAVAILABLE, OVERLOADED, TIMEOUT -> {
                String line = FAILURES.toLog(kind(fault), String.valueOf(fault.getMessage()));
                if (line == null) {
                    LOG.debug("A request failed: {}", fault.getMessage());
                } else {
                    LOG.warn("A request failed: {}", line);
                }
            }
            case MISCONFIGURED -> LOG.error("A request failed because of a mistake in the set-up", fault);
            case INTERNAL -> LOG.error("A request failed because of a mistake in the program", fault);
        }
    }

    /** Returns the same text for failures of one kind, whose messages differ in numbers. */
    private static String kind(Fault fault) {
        Throwable cause = fault.getCause();
        String what = cause == null
                ? NUMBER.matcher(String.valueOf(fault.getMessage())).replaceAll("#")
                : cause.getClass().getName();
        return fault.category() + " " + what;
    }
}

package dev.portside.http.filter;

import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.StandardProblems;
import dev.portside.http.route.Call;
import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Refuses requests with too long a target, and those that are no request for a resource or that servers read differently. */
public record RequestLimits(int maxUri) implements Filter {

    @Override
    public Response handle(Call call, Handler next) {
        Request request = call.request();
        if (request.path().length() + request.query().length() > maxUri) {
            throw StandardProblems.byServer(414).exception();
        }
        if (request.method().equals("CONNECT")) {
            // There is nothing here to tunnel to, and what follows on the connection is not HTTP.
            throw StandardProblems.byServer(501).with("Connection", "close").exception();
        }
        requireOneCoding(request.headers().all("Transfer-Encoding"));
        return next.handle(call);
    }

    /** Another server could read a body with any other coding differently. */
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
}

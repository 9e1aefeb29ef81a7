package dev.portside.http;

import dev.portside.application.Fault;

/** The problems that are not about what a route does. */
public final class StandardProblems {

    private StandardProblems() {}

    public static Problem of(Fault.Category category) {
        return switch (category) {
            case UNAVAILABLE ->
                Problem.of(503, "unavailable", "a service that this needs is away; try again in a second")
                        .with("Retry-After", "1");
            case OVERLOADED ->
                Problem.of(429, "too_many_requests", "there is more work than can be taken; try again in a second")
                        .with("Retry-After", "1");
            case TIMEOUT -> Problem.of(504, "deadline_exceeded", "there was no answer in time; try again");
            case MISCONFIGURED, INTERNAL ->
                Problem.of(500, "internal_error", "something went wrong here; tell the operator the request_id");
        };
    }

    public static Problem starting() {
        return Problem.of(503, "starting", "the server is starting; GET /ready tells when it is done")
                .with("Retry-After", "1");
    }

    public static Problem preconditionFailed() {
        return Problem.of(412, "precondition_failed", "what is here has another ETag than If-Match names");
    }

    public static Problem tooManyStreams() {
        return Problem.of(503, "overloaded", "too many long answers are being sent; try again in a second")
                .with("Retry-After", "1");
    }

    static Problem notText() {
        return Problem.of(400, "malformed_uri", "the URI is malformed: it must be UTF-8, percent-encoded");
    }

    /** Returns a problem that no client reads, unless a proxy has closed its direction early; it is logged and counted. */
    public static Problem clientHasLeft() {
        return Problem.of(503, "client_closed_request", "the client left before the answer was ready; ask again")
                .with("Connection", "close");
    }

    public static Problem otherHost() {
        return Problem.of(
                421,
                "misdirected_request",
                "this server does not answer for the host that the request names; use localhost,"
                        + " or have the operator list the name in PORTSIDE_ALLOWED_HOSTS");
    }

    public static Problem unknownPath() {
        return Problem.of(404, "unknown_path", "there is nothing at this path");
    }

    public static Problem wrongMethod(String allowed) {
        return Problem.of(405, "method_not_allowed", "this path answers " + allowed + " only")
                .with("Allow", allowed);
    }

    /** Returns the problem for a status that a server answers by itself before the API sees the request. */
    public static Problem byServer(int status) {
        return switch (status) {
            case 404 -> unknownPath();
            case 408 -> Problem.of(408, "request_timeout", "the request did not arrive in time");
            case 413 -> Problem.of(413, "body_too_large", "the body is too large");
            case 414 -> Problem.of(414, "uri_too_long", "the URI is too long; shorten its query");
            case 431 -> Problem.of(431, "headers_too_large", "the header is too large; send fewer or shorter fields");
            case 501 -> Problem.of(501, "not_implemented", "the server does not implement what the request asks for");
            case 503 -> of(Fault.Category.UNAVAILABLE);
            case 417 ->
                Problem.of(
                        417,
                        "expectation_failed",
                        "the only expectation that is met is 100-continue; leave Expect out");
            case 426, 505 -> Problem.of(505, "version_not_supported", "use HTTP/1.1");
            default ->
                status >= 500 || status < 400
                        ? of(Fault.Category.INTERNAL)
                        : Problem.of(status, "malformed_request", "the request is not well-formed HTTP");
        };
    }
}

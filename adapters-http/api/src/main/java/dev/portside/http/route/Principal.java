package dev.portside.http.route;

/** Caller of a request, as authentication has found it. */
public sealed interface Principal {

    /** Caller without credentials. */
    Principal ANONYMOUS = new Anonymous();

    /** Caller without credentials. */
    record Anonymous() implements Principal {}
}

package dev.portside.application.event;

import java.io.Serial;

/**
 * Refusal of a query whose answer would take more work than the store can do in the time of a request. It comes before the work
 * is begun. Nothing is wrong with the store, and the same query may be answered of less data; so it is no {@link
 * dev.portside.application.Fault}.
 */
public final class QueryTooLarge extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason for the caller: why it is too much, and what to ask instead */
    public QueryTooLarge(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Returns, for the caller, why it is too much and what to ask instead. */
    public String reason() {
        return reason;
    }
}

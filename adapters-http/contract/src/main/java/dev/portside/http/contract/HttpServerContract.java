package dev.portside.http.contract;

/**
 * Everything that a binding of a server to the {@link dev.portside.http.pipeline.Api} must do over a real socket. Implement it in a
 * test class of the binding and say how a server is started.
 */
public interface HttpServerContract
        extends HttpExchangeContract,
                HttpFramingContract,
                HttpRefusalContract,
                HttpSmugglingContract,
                HttpRawRequestsContract,
                HttpPatienceContract,
                HttpLoadContract,
                HttpLeavingContract,
                HttpLifeContract {}

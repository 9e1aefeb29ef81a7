package dev.portside.http.helidon;

import dev.portside.http.pipeline.Api;
import dev.portside.http.server.ServerSettings;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Map;
import java.util.Set;

/** Helidon's own HTTP/1.1, on connections whose bytes go by {@link HttpConnection}. */
final class Protocol implements ServerConnectionSelector {

    /** The part of the memory that chunks may take which are on their way. */
    private static final int CHUNK_MEMORY = 16;

    private final Http1ConnectionSelector http1;
    private final Router router;
    private final Connections connections;

    Protocol(Api api, ServerSettings settings, Connections connections) {
        this.router = ApiRouting.router(
                api, settings.maxHandlers(), Runtime.getRuntime().maxMemory() / CHUNK_MEMORY);
        this.connections = connections;
        this.http1 = Http1ConnectionSelector.builder()
                .config(config(settings))
                .upgraders(Map.of())
                .build();
    }

    private static Http1Config config(ServerSettings settings) {
        return Http1Config.builder()
                .maxPrologueLength(settings.maxHeaderBytes())
                .maxHeadersSize(settings.maxHeaderBytes())
                .sendKeepAliveHeader(false)
                // The API looks at targets itself, for all servers alike.
                .validatePrologue(false)
                .validatePath(false)
                .validateResponseHeaders(false)
                .log(log -> log.receiveLog(false).sendLog(false))
                .addSendListener(new ContentLengthRemoval())
                .build();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new HttpConnection(context, http1, router, connections);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }
}

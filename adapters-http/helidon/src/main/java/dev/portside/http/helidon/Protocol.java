package dev.portside.http.helidon;

import dev.portside.http.Api;
import dev.portside.http.ServerSettings;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Makes each connection that Helidon accepts one of ours. */
final class Protocol implements ServerConnectionSelector {

    private final Api api;
    private final ServerSettings settings;
    private final Connections connections;
    private final Semaphore handlers;

    Protocol(Api api, ServerSettings settings, Connections connections) {
        this.api = api;
        this.settings = settings;
        this.connections = connections;
        this.handlers = new Semaphore(settings.maxHandlers());
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new HttpConnection(context.serverSocket(), api, settings.maxHeaderBytes(), connections, handlers);
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
        return Set.of("http/1.1");
    }
}

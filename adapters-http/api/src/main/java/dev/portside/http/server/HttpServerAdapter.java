package dev.portside.http.server;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.SettingValues;
import dev.portside.http.pipeline.Api;

/** Adapter that puts an {@link Api} on a socket; {@code PORTSIDE_HTTP} is its name. Has a constructor without arguments. */
public interface HttpServerAdapter extends Adapter {

    /**
     * Starts a server, and returns when it listens.
     *
     * @param values of the adapter's own settings
     * @throws java.io.UncheckedIOException when it cannot listen; see {@link ServerSettings#cannotListen}
     */
    HttpServer start(ServerSettings settings, Api api, SettingValues values);
}

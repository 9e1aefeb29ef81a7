package dev.portside.http.helidon;

import dev.portside.application.adapter.SettingValues;
import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.HttpServerAdapter;
import dev.portside.http.server.ServerSettings;

/** Helidon, as settings choose it. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class HelidonAdapter implements HttpServerAdapter {

    @Override
    public String name() {
        return "helidon";
    }

    @Override
    public HttpServer start(ServerSettings settings, Api api, SettingValues values) {
        return HelidonServer.start(settings, api);
    }
}

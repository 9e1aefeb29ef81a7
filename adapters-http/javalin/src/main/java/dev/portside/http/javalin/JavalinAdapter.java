package dev.portside.http.javalin;

import dev.portside.application.adapter.SettingValues;
import dev.portside.http.Api;
import dev.portside.http.HttpServer;
import dev.portside.http.HttpServerAdapter;
import dev.portside.http.ServerSettings;

/** Javalin, as settings choose it. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class JavalinAdapter implements HttpServerAdapter {

    @Override
    public String name() {
        return "javalin";
    }

    @Override
    public HttpServer start(ServerSettings settings, Api api, SettingValues values) {
        return JavalinServer.start(settings, api);
    }
}

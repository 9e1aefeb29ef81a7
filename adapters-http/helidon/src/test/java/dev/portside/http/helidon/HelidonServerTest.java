package dev.portside.http.helidon;

import dev.portside.http.Api;
import dev.portside.http.HttpServer;
import dev.portside.http.ServerSettings;
import dev.portside.http.contract.HttpServerContract;

class HelidonServerTest implements HttpServerContract {

    @Override
    public HttpServer start(ServerSettings settings, Api api) {
        return HelidonServer.start(settings, api);
    }
}

package dev.portside.http.javalin;

import dev.portside.http.Api;
import dev.portside.http.HttpServer;
import dev.portside.http.ServerSettings;
import dev.portside.http.contract.HttpServerContract;

class JavalinServerTest implements HttpServerContract {

    @Override
    public HttpServer start(ServerSettings settings, Api api) {
        return JavalinServer.start(settings, api);
    }
}

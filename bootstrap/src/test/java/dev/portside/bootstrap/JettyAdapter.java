package dev.portside.bootstrap;

import dev.portside.application.adapter.SettingValues;
import dev.portside.http.hosts.JettyHost;
import dev.portside.http.hosts.WebApplication;
import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.HttpServerAdapter;
import dev.portside.http.server.ServerSettings;
import dev.portside.http.servlet.PortsideServlet;

/** The servlet in a Jetty that has nothing else. Tests find it by its name, as they do any other adapter. */
public final class JettyAdapter implements HttpServerAdapter {

    @Override
    public String name() {
        return "jetty";
    }

    @Override
    public HttpServer start(ServerSettings settings, Api api, SettingValues values) {
        return JettyHost.start(settings, api, WebApplication.atRoot(new PortsideServlet(api)));
    }
}

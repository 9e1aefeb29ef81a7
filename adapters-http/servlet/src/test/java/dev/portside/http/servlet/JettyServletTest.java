package dev.portside.http.servlet;

import dev.portside.http.Api;
import dev.portside.http.HttpServer;
import dev.portside.http.ServerSettings;
import dev.portside.http.contract.Gap;
import dev.portside.http.contract.HttpServerContract;
import java.util.Set;

class JettyServletTest implements HttpServerContract, MountContract {

    @Override
    public HttpServer start(ServerSettings settings, Api api, Place place) {
        return JettyHost.start(settings, api, place);
    }

    @Override
    public HttpServer start(ServerSettings settings, Api api) {
        return start(settings, api, Place.ROOT);
    }

    @Override
    public Set<Gap> gaps() {
        return Set.of(Gap.CLIENT_LEAVING, Gap.HEADER_TIME, Gap.LATE_REQUESTS, Gap.ADDRESS_SETTING);
    }
}

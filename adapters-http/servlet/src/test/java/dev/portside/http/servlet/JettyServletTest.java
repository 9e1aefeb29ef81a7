package dev.portside.http.servlet;

import dev.portside.http.contract.ConformanceRow;
import dev.portside.http.contract.Gap;
import dev.portside.http.contract.HttpServerContract;
import dev.portside.http.hosts.JettyHost;
import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

class JettyServletTest implements HttpServerContract, MountContract {

    @RegisterExtension
    static final ConformanceRow ROW = new ConformanceRow(Path.of("../../docs/adapters.md"), "servlet on Jetty 12");

    @Override
    public HttpServer start(ServerSettings settings, Api api, Place place) {
        return JettyHost.start(settings, api, place.with(api));
    }

    @Override
    public HttpServer start(ServerSettings settings, Api api) {
        return start(settings, api, Place.ROOT);
    }

    @Override
    public Set<Gap> gaps() {
        return Set.of(
                Gap.CLIENT_LEAVING,
                Gap.HEADER_TIME,
                Gap.LOOSE_LINE,
                Gap.VERSION_CASE,
                Gap.EXPECTATIONS,
                Gap.UPGRADE_FIELD,
                Gap.SERVER_OPTIONS,
                Gap.REFUSAL_ID,
                Gap.LATE_REQUESTS,
                Gap.ADDRESS_SETTING);
    }
}

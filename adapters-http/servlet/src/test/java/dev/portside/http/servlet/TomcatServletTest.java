package dev.portside.http.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.contract.ConformanceRow;
import dev.portside.http.contract.Gap;
import dev.portside.http.contract.HttpServerContract;
import dev.portside.http.hosts.TomcatHost;
import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TomcatServletTest implements HttpServerContract, MountContract {

    @RegisterExtension
    static final ConformanceRow ROW = new ConformanceRow(
            Path.of("../../docs/adapters.md"), "servlet on Tomcat " + major(ServerInfo.getServerNumber()));

    @Test
    void this_is_the_tomcat_that_is_meant() {
        String version = System.getProperty("portside.test.tomcat", "10.1.");
        assertTrue(ServerInfo.getServerNumber().startsWith(version), ServerInfo.getServerNumber());
    }

    @Override
    public HttpServer start(ServerSettings settings, Api api, Place place) {
        return TomcatHost.start(settings, api, place.with(api));
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
                Gap.HEADER_STATUS,
                Gap.BARE_LF,
                Gap.LOOSE_LINE,
                Gap.LENGTH_DROPPED,
                Gap.BARE_REFUSALS,
                Gap.REFUSALS_CLOSE,
                Gap.REST_TIME,
                Gap.USERINFO,
                Gap.FOLDED_FIELDS,
                Gap.CHUNK_BLANKS,
                Gap.ADDRESS_SETTING);
    }

    private static String major(String version) {
        return version.substring(0, version.indexOf('.'));
    }
}

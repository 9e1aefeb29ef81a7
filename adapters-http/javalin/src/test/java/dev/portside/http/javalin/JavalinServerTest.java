package dev.portside.http.javalin;

import dev.portside.http.contract.ConformanceRow;
import dev.portside.http.contract.HttpServerContract;
import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

class JavalinServerTest implements HttpServerContract {

    @RegisterExtension
    static final ConformanceRow ROW = new ConformanceRow(Path.of("../../docs/adapters.md"), "javalin");

    @Override
    public HttpServer start(ServerSettings settings, Api api) {
        return JavalinServer.start(settings, api);
    }
}

package dev.portside.http.helidon;

import dev.portside.http.contract.ConformanceRow;
import dev.portside.http.contract.Gap;
import dev.portside.http.contract.HttpServerContract;
import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

class HelidonServerTest implements HttpServerContract {

    @RegisterExtension
    static final ConformanceRow ROW = new ConformanceRow(Path.of("../../docs/adapters.md"), "helidon");

    @Override
    public HttpServer start(ServerSettings settings, Api api) {
        return HelidonServer.start(settings, api);
    }

    @Override
    public Set<Gap> gaps() {
        return Set.of(Gap.FIELDS_STATUS, Gap.HTTP_1_0, Gap.CHUNK_EXTENSIONS, Gap.REFUSAL_ID);
    }
}

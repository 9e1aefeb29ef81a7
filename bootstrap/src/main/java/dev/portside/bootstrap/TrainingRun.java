package dev.portside.bootstrap;

import dev.portside.http.AccessLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as it runs while Java makes its ahead-of-time cache: once with each HTTP server, so that the cache has both,
 * the last time by the command line.
 */
final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    private TrainingRun() {}

    /** Goes on when a byte comes in, then runs until it is told to stop. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PORTSIDE_HTTP", "helidon");
        Settings settings = Settings.read(environment, Path.of(".env"));
        AccessLog accessLog = Logging.configure(settings.log());
        try (App app = App.start(settings, Clock.systemUTC(), accessLog)) {
            LOG.info("Ready on http://{}:{}", Summary.host(settings), app.port());
            if (System.in.read() < 0) {
                throw new IOException("Whoever trains this has left.");
            }
        }
        Main.main(new String[] {"serve"});
    }
}

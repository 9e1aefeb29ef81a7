package dev.portside.bootstrap;

import dev.portside.application.adapter.Setting;
import dev.portside.core.CoreSettings;
import dev.portside.http.pipeline.ApiSettingDeclarations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings of the server, beside those of the core, the API and the adapters. */
final class ServerSettingDeclarations {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final String HOST_NAME = "[A-Za-z0-9._~-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";
    private static final String ANY = "*";

    static final Setting<String> HOST = Setting.text("PORTSIDE_HOST", "127.0.0.1", "address to listen on");

    static final Setting<Integer> PORT =
            Setting.number("PORTSIDE_PORT", 8080, 0, 65_535, "port to listen on; 0 takes a free one and logs it");

    static final Setting<Boolean> ALLOW_UNAUTHENTICATED = Setting.flag(
            "PORTSIDE_ALLOW_UNAUTHENTICATED",
            false,
            "must be `true` to listen where other machines can connect: there is no access control yet");

    static final Setting<String> AUTH =
            Setting.oneOf("PORTSIDE_AUTH", "none", List.of("none"), "the only value so far");

    /** The names that {@code Host} may have; empty where it is not set, and {@code *} alone for any. */
    static final Setting<Optional<Set<String>>> ALLOWED_HOSTS = new Setting<>(
            "PORTSIDE_ALLOWED_HOSTS",
            "",
            "* or host names such as api.example.org with commas between, without ports",
            "names allowed in `Host`, in addition to `localhost` and literal loopback addresses; "
                    + "`*` for any. The default is loopback names while bound to loopback, else any. "
                    + "Others get 421, except for `/health` and `/ready`, which orchestrators call by "
                    + "address. Set it when a proxy on this machine passes on the clients' name",
            false,
            ServerSettingDeclarations::hosts);

    static final Setting<String> HTTP = Setting.text(
            "PORTSIDE_HTTP",
            "javalin",
            "HTTP server: `javalin`, `helidon`, or an adapter of yours. The answers are the "
                    + "same; Helidon needs less CPU");

    static final Setting<Integer> MAX_CONNECTIONS = Setting.number(
            "PORTSIDE_MAX_CONNECTIONS", 20_000, 1, 1_000_000, "open connections; more wait to be accepted");

    static final Setting<Integer> MAX_HEADERS =
            Setting.size("PORTSIDE_MAX_HEADERS", "16KiB", 1_024, 1 << 20, "request line and header together (431)");

    static final Setting<Duration> HEADER_TIMEOUT = Setting.duration(
            "PORTSIDE_HEADER_TIMEOUT", "10s", Duration.ofMillis(100), HOUR, "until a header is complete");

    static final Setting<Duration> IDLE_TIMEOUT =
            Setting.duration("PORTSIDE_IDLE_TIMEOUT", "30s", Duration.ofMillis(100), HOUR, "for an idle connection");

    static final Setting<String> LOG_LEVEL = Setting.oneOf(
            "PORTSIDE_LOG_LEVEL",
            "info",
            List.of("trace", "debug", "info", "warn", "error"),
            "`debug` applies to Portside; libraries stay at `info`");

    static final Setting<String> LOG_FORMAT = Setting.oneOf(
            "PORTSIDE_LOG_FORMAT",
            "text",
            List.of("text", "json"),
            "`json` is one flat object per line, with the field names of the Elastic Common Schema");

    static final Setting<Duration> SHUTDOWN_DELAY = Setting.duration(
            "PORTSIDE_SHUTDOWN_DELAY", "0s", Duration.ZERO, TEN_MINUTES, "time to keep serving after readiness is 503");

    static final Setting<Duration> SHUTDOWN_GRACE = Setting.duration(
            "PORTSIDE_SHUTDOWN_GRACE", "20s", Duration.ZERO, TEN_MINUTES, "maximum time for requests in flight");

    /** Where to copy from: neither other programs nor the shell's history see it, unlike what is on the command line. */
    static final Setting<Optional<String>> COPY_FROM = Setting.secret(
            "PORTSIDE_COPY_FROM",
            "source of `copy`, as in `DATABASE_URL`; see [Moving to another "
                    + "database](#moving-to-another-database)");

    private static final List<Setting<?>> OWN = List.of(
            HOST,
            PORT,
            ALLOW_UNAUTHENTICATED,
            AUTH,
            ALLOWED_HOSTS,
            HTTP,
            MAX_CONNECTIONS,
            MAX_HEADERS,
            HEADER_TIMEOUT,
            IDLE_TIMEOUT,
            LOG_LEVEL,
            LOG_FORMAT,
            SHUTDOWN_DELAY,
            SHUTDOWN_GRACE,
            COPY_FROM);

    /** Every setting but those of adapters, in the order of the operating guide. */
    static final List<Setting<?>> ALL = Stream.of(OWN, ApiSettingDeclarations.ALL, CoreSettings.ALL)
            .flatMap(List::stream)
            .toList();

    private ServerSettingDeclarations() {}

    private static Optional<Optional<Set<String>>> hosts(String text) {
        if (text.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        Set<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        return names.equals(Set.of(ANY)) || names.stream().allMatch(name -> name.matches(HOST_NAME))
                ? Optional.of(Optional.of(names))
                : Optional.empty();
    }
}

package dev.portside.bootstrap;

import static dev.portside.http.pipeline.ApiSettingDeclarations.MAX_BODY;
import static dev.portside.http.pipeline.ApiSettingDeclarations.MAX_BODY_MEMORY;
import static dev.portside.http.pipeline.ApiSettingDeclarations.MAX_EVENTS_BODY;

import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.Setting;
import dev.portside.core.CoreSettings;
import dev.portside.core.Installed;
import dev.portside.core.InvalidSettings;
import dev.portside.core.ParsedSettings;
import dev.portside.core.SettingsReader;
import dev.portside.http.pipeline.AllowedHosts;
import dev.portside.http.pipeline.ApiSettingDeclarations;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.server.HttpServerAdapter;
import dev.portside.http.server.ServerSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Settings of the server, read once at the start.
 *
 * @param core the embedded core
 * @param servers the HTTP servers to choose from
 * @param allowedHosts the names that {@code Host} may have
 */
public record Settings(CoreSettings core, Adapters<HttpServerAdapter> servers, AllowedHosts allowedHosts) {

    /** Operators' requests must never wait, and each request has a thread of its own. */
    private static final int HANDLERS_FOR_OPERATIONS = 100;

    /** Level and format of log lines. */
    public record Log(String level, boolean json) {}

    /**
     * Reads the settings: the environment over the file over the defaults.
     *
     * @param dotEnv lines of {@code KEY=value}; need not exist
     * @throws InvalidSettings when anything is wrong, with all that is wrong
     */
    public static Settings read(Map<String, String> environment, Path dotEnv) {
        ClassLoader loader = Settings.class.getClassLoader();
        Installed installed = Installed.in(loader);
        Adapters<HttpServerAdapter> servers = Adapters.find(HttpServerAdapter.class, loader);
        List<Setting<?>> ofAdapters = Stream.of(installed.storages(), installed.caches(), installed.images(), servers)
                .flatMap(adapters -> adapters.all().stream())
                .<Setting<?>>flatMap(adapter -> adapter.settings().stream())
                .toList();
        SettingsReader reader = SettingsReader.of(environment, dotEnv, ofAdapters);
        int bodyMemory = reader.get(MAX_BODY_MEMORY);
        CoreSettings.read(reader, installed, new CoreSettings.Defaults("embedded", "local", bodyMemory));
        reader.choose(ServerSettingDeclarations.HTTP, servers);
        for (Setting<Integer> maxBody : List.of(MAX_BODY, MAX_EVENTS_BODY, CoreSettings.MAX_IMAGE_BODY)) {
            CoreSettings.readLargestBody(maxBody, MAX_BODY_MEMORY, reader);
        }
        reader.readAll(ServerSettingDeclarations.ALL);
        AllowedHosts hosts = hosts(reader);
        CoreSettings core =
                new CoreSettings(installed, reader.finish("unset it, or see ./portside config for those there are"));
        return new Settings(core, servers, hosts);
    }

    /** Programs of this machine alone reach a loopback address; of those a browser runs pages of strangers. */
    private static AllowedHosts hosts(SettingsReader reader) {
        String host = reader.get(ServerSettingDeclarations.HOST);
        Optional<Boolean> loopback = isLoopback(host);
        if (!reader.get(ServerSettingDeclarations.ALLOW_UNAUTHENTICATED) && !loopback.orElse(false)) {
            reader.problem(
                    loopback.isEmpty()
                            ? "PORTSIDE_HOST must be an address of this machine, but \"" + host.toLowerCase(Locale.ROOT)
                                    + "\" is not known"
                            : "PORTSIDE_HOST is " + host
                                    + ", which other machines may reach: every client there may read and change"
                                    + " everything; set PORTSIDE_ALLOW_UNAUTHENTICATED=true if that is meant");
        }
        Optional<Set<String>> names = reader.get(ServerSettingDeclarations.ALLOWED_HOSTS);
        if (names.isEmpty()) {
            return loopback.orElse(true) ? new AllowedHosts.LoopbackAnd(Set.of(host)) : AllowedHosts.ANY;
        }
        return names.get().equals(Set.of("*")) ? AllowedHosts.ANY : new AllowedHosts.LoopbackAnd(names.get());
    }

    private static Optional<Boolean> isLoopback(String host) {
        try {
            return Optional.of(Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private ParsedSettings values() {
        return core.values();
    }

    /** Returns the HTTP server that was chosen. */
    public HttpServerAdapter http() {
        return servers.named(values().get(ServerSettingDeclarations.HTTP)).orElseThrow();
    }

    /** Returns the settings of its socket. */
    public ServerSettings server() {
        ApiSettings api = api();
        return new ServerSettings(
                values().get(ServerSettingDeclarations.HOST),
                values().get(ServerSettingDeclarations.PORT),
                values().get(ServerSettingDeclarations.MAX_CONNECTIONS),
                api.maxConcurrent() + api.maxQueued() + api.maxStreams() + api.maxListeners() + HANDLERS_FOR_OPERATIONS,
                values().get(ServerSettingDeclarations.MAX_HEADERS),
                values().get(ServerSettingDeclarations.HEADER_TIMEOUT),
                values().get(ServerSettingDeclarations.IDLE_TIMEOUT));
    }

    /** Returns the settings of the API. */
    public ApiSettings api() {
        return ApiSettingDeclarations.of(values(), core.requestDeadline(), allowedHosts);
    }

    /** Returns how log lines are written. */
    public Log log() {
        return new Log(
                values().get(ServerSettingDeclarations.LOG_LEVEL),
                values().get(ServerSettingDeclarations.LOG_FORMAT).equals("json"));
    }

    /** Returns how long requests are still accepted after readiness has gone. */
    public Duration shutdownDelay() {
        return values().get(ServerSettingDeclarations.SHUTDOWN_DELAY);
    }

    /** Returns how long requests in progress may take to end. */
    public Duration shutdownGrace() {
        return values().get(ServerSettingDeclarations.SHUTDOWN_GRACE);
    }

    /** Returns the file that settings were read from, beside the environment; empty when there was none. */
    public Optional<Path> dotEnv() {
        return values().file();
    }

    /** Returns every key with its value as text, secrets replaced, for {@code portside config}. */
    public Map<String, String> effective() {
        return values().effective();
    }
}

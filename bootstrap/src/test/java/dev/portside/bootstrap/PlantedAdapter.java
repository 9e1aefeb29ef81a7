package dev.portside.bootstrap;

import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.http.helidon.HelidonServer;
import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.HttpServerAdapter;
import dev.portside.http.server.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A server that somebody else wrote, as far as Portside knows, with a setting of its own. Tests pack it into jars. */
public final class PlantedAdapter implements HttpServerAdapter {

    static final Setting<Integer> GREETINGS =
            Setting.number("PORTSIDE_PLANTED_GREETINGS", 1, 0, 3, "greetings at the start");

    @Override
    public String name() {
        return "planted";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(GREETINGS);
    }

    @Override
    public HttpServer start(ServerSettings settings, Api api, SettingValues values) {
        System.out.println("Hello, ".repeat(values.get(GREETINGS)) + "planted");
        return HelidonServer.start(settings, api);
    }

    /** A jar with this class in it. */
    static void packInto(Path folder) throws IOException {
        pack(folder, PlantedAdapter.class.getName());
    }

    /** A jar that promises a class which it does not have. */
    static void packNothingInto(Path folder) throws IOException {
        pack(folder, "com.acme.Missing");
    }

    private static void pack(Path folder, String promised) throws IOException {
        Files.createDirectories(folder);
        String file = PlantedAdapter.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(folder.resolve(promised + ".jar"));
                JarOutputStream jar = new JarOutputStream(out);
                var bytes = PlantedAdapter.class.getResourceAsStream("/" + file)) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + HttpServerAdapter.class.getName()));
            jar.write(promised.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry(file));
            java.util.Objects.requireNonNull(bytes).transferTo(jar);
        }
    }
}

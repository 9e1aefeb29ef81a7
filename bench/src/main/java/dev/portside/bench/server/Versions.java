package dev.portside.bench.server;

import dev.portside.bench.machine.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of what the figures are. */
public final class Versions {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Versions() {}

    public static Map<String, String> of(Path root, Database database) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("PostgreSQL", database.version().replace("PostgreSQL ", ""));
        Path peers = root.resolve("bench/peers");
        versions.put("Express", find(peers.resolve("express/package.json"), "\"express\": \"([^\"]+)\""));
        versions.put("Fastify", find(peers.resolve("fastify/package.json"), "\"fastify\": \"([^\"]+)\""));
        versions.put("pg", find(peers.resolve("fastify/package.json"), "\"pg\": \"([^\"]+)\""));
        versions.put("Spring Boot", find(peers.resolve("spring/pom.xml"), "parent</artifactId>\\s*<version>([^<]+)<"));
        versions.put("Vert.x", find(peers.resolve("vertx/pom.xml"), "<vertx.version>([^<]+)<"));
        redis(root).ifPresent(version -> versions.put("Redis", version));
        return versions;
    }

    private static Optional<String> redis(Path root) {
        return Command.find("redis-server")
                .map(program -> Command.run(List.of(program.toString(), "--version"), root, Map.of(), LIMIT))
                .map(text -> first(text, "v=(\\S+)"));
    }

    private static String find(Path file, String pattern) {
        try {
            return first(Files.readString(file), pattern);
        } catch (IOException e) {
            throw new UncheckedIOException("The version in " + file + " could not be read", e);
        }
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "?";
    }
}

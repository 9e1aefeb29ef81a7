package dev.portside.bench.server;

import dev.portside.bench.machine.Command;
import dev.portside.bench.server.Configuration.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that can be compared, in the order in which it runs. */
public final class Configurations {

    private static final String LIST = "/api/v1/users";

    /** What launch.sh gives to Portside's JVM, but for the ahead-of-time cache, the priorities of threads and malloc's limits. */
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-Xmn16m",
            "-XX:SurvivorRatio=3",
            "-XX:PretenureSizeThreshold=2m",
            "-XX:MinHeapFreeRatio=80",
            "-XX:MaxHeapFreeRatio=90",
            "-Xms40m",
            "-Xmx512m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TrimNativeHeapInterval=5000");

    private final Path root;
    private final Path java;

    /**
     * @param root of the source tree
     * @param java the program that runs the peers on the Java virtual machine
     */
    public Configurations(Path root, Path java) {
        this.root = root;
        this.java = java;
    }

    public List<Configuration> all() {
        List<Configuration> all = new ArrayList<>();
        all.add(pgbench());
        all.add(node("express", "Express", "server.js"));
        all.add(node("fastify", "Fastify", "server.js"));
        all.add(node("fastify-cluster", "Fastify, a process per core", "cluster.js"));
        all.add(spring("spring", "Spring Boot, virtual threads", List.of()));
        all.add(spring("spring-small", "Spring Boot, virtual threads, JVM set as Portside's", SMALL));
        all.add(vertx("vertx", "Vert.x", List.of()));
        all.add(vertx("vertx-small", "Vert.x, JVM set as Portside's", SMALL));
        all.add(portside("portside", "Portside as it comes", Map.of(), true));
        for (String http : List.of("javalin", "helidon")) {
            for (String cache : List.of("none", "local", "redis")) {
                all.add(portside(http, false, cache));
                all.add(portside(http, true, cache));
            }
        }
        return all;
    }

    /** Those that resize images, in the order in which they run. */
    public List<Configuration> images() {
        Path sharp = peer("express").resolve("node_modules/sharp");
        Optional<String> missing = installed("node", "install Node.js 20 or newer")
                .or(() -> exists(sharp, "run `npm install` in " + peer("express")));
        return List.of(
                node("express-sharp", "Express with sharp", peer("express").resolve("images.js"), false, missing),
                portside("images-vips", "Portside, libvips", Map.of("PORTSIDE_IMAGES", "vips"), false),
                vipsOfSharp(),
                portside("images-jdk", "Portside, JDK alone", Map.of("PORTSIDE_IMAGES", "jdk"), false));
    }

    private static Configuration pgbench() {
        return new Configuration(
                "pgbench",
                "PostgreSQL alone (pgbench)",
                Family.DATABASE,
                List.of(),
                Map.of(),
                "",
                true,
                false,
                installed("pgbench", "install PostgreSQL's client programs (Debian: postgresql-contrib)"));
    }

    private Configuration node(String name, String title, String program) {
        Path folder = peer(name.replace("-cluster", ""));
        Optional<String> missing = installed("node", "install Node.js 20 or newer")
                .or(() -> exists(folder.resolve("node_modules"), "run `npm install` in " + folder));
        return node(name, title, folder.resolve(program), !name.endsWith("cluster"), missing);
    }

    private static Configuration node(
            String name, String title, Path program, boolean byDefault, Optional<String> missing) {
        List<String> command = List.of("node", program.toString());
        Map<String, String> production = Map.of("NODE_ENV", "production");
        return new Configuration(name, title, Family.PEER, command, production, LIST, byDefault, false, missing);
    }

    private Configuration spring(String name, String title, List<String> jvm) {
        Path program = peer("spring").resolve("target/app/peer-spring-1.0.0.jar");
        return jvm(name, title, jvm, List.of("-jar", program.toString()), program);
    }

    private Configuration vertx(String name, String title, List<String> jvm) {
        Path library = peer("vertx").resolve("target/lib");
        return jvm(name, title, jvm, List.of("-cp", library + "/*", "dev.portside.bench.peer.vertx.Main"), library);
    }

    private Configuration jvm(String name, String title, List<String> jvm, List<String> program, Path built) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvm);
        command.addAll(program);
        Optional<String> missing = exists(built, "bench/run builds it; see what it printed");
        return new Configuration(name, title, Family.PEER, command, Map.of(), LIST, jvm.isEmpty(), false, missing);
    }

    private Configuration portside(String http, boolean coalescing, String cache) {
        return portside(
                http + (coalescing ? "-coalescing-" : "-direct-") + cache,
                "Portside " + http + (coalescing ? ", coalescing" : ", direct")
                        + (cache.equals("none") ? "" : ", cache " + cache),
                Map.of(
                        "PORTSIDE_HTTP", http,
                        "PORTSIDE_COALESCING", Boolean.toString(coalescing),
                        "PORTSIDE_CACHE", cache),
                coalescing || cache.equals("none"));
    }

    /** Its folder is made by {@code bench/run}, with the library under the name that is looked for. */
    private Configuration vipsOfSharp() {
        Path folder = root.resolve("bench/target/libvips-of-sharp");
        return portside(
                        "images-vips-of-sharp",
                        "Portside, the libvips that sharp brings along",
                        Map.of("PORTSIDE_IMAGES", "vips", "LD_LIBRARY_PATH", folder.toString()),
                        false)
                .orMissing(exists(folder.resolve("libvips.so.42"), "sharp has brought none for this machine"));
    }

    /** Everything that production has stays on: the request log (into a file), metrics, limits. */
    private Configuration portside(String name, String title, Map<String, String> environment, boolean byDefault) {
        boolean redis = environment.getOrDefault("PORTSIDE_CACHE", "").equals("redis");
        return new Configuration(
                name,
                title,
                Family.PORTSIDE,
                List.of(root.resolve("portside").toString(), "serve"),
                environment,
                "/ready",
                byDefault,
                redis,
                redis ? installed("redis-server", "install Redis (Debian: redis-server)") : Optional.empty());
    }

    private Path peer(String name) {
        return root.resolve("bench/peers").resolve(name);
    }

    private static Optional<String> installed(String program, String remedy) {
        return Command.find(program).isPresent()
                ? Optional.empty()
                : Optional.of(program + " is not on the PATH; " + remedy);
    }

    private static Optional<String> exists(Path path, String remedy) {
        return Files.exists(path) ? Optional.empty() : Optional.of(path + " is not there; " + remedy);
    }
}

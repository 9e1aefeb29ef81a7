package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The image, the compose file and its load balancer agree with the server and with each other. */
class ComposeTest {

    private static final List<String> NODES = List.of("node-1", "node-2");

    /** What a service may say here. Docker takes what it does not know for an error, too, but only when somebody starts it. */
    private static final Set<String> OF_A_SERVICE = Set.of(
            "build",
            "cap_drop",
            "command",
            "depends_on",
            "deploy",
            "environment",
            "healthcheck",
            "image",
            "networks",
            "ports",
            "pull_policy",
            "read_only",
            "restart",
            "secrets",
            "security_opt",
            "shm_size",
            "stop_grace_period",
            "tmpfs",
            "user",
            "volumes");

    private static final Set<String> OF_A_HEALTH_CHECK =
            Set.of("test", "interval", "timeout", "retries", "start_period");

    private JsonNode compose = JsonNodeFactory.instance.objectNode();
    private String balancer = "";

    @TempDir
    Path folder;

    @BeforeEach
    void read() throws Exception {
        assertEquals(0, makeSecrets().waitFor());
        compose = Deployed.documents(Deployed.ROOT.resolve("compose.yaml")).getFirst();
        balancer = Files.readString(Path.of("src", "main", "docker", "haproxy.cfg"));
    }

    @Test
    void what_is_set_the_server_takes_and_fits_into_its_memory() throws IOException {
        for (String node : NODES) {
            Settings settings = settings(node);
            assertEquals("postgres", settings.core().storage().name());
            assertEquals("redis", settings.effective().get("PORTSIDE_CACHE"));
            Deployed.fits(settings, text(service(node), "/deploy/resources/limits/memory"));
            int each = Integer.parseInt(settings.effective().getOrDefault("PORTSIDE_DB_POOL_MAX", ""));
            assertTrue(NODES.size() * each <= Deployed.CONNECTIONS, () -> each + " connections each");
        }
    }

    @Test
    void the_image_listens_on_the_port_that_it_shows_and_is_asked_at() throws IOException {
        Settings settings = settings(NODES.getFirst());
        String port = Integer.toString(settings.server().port());
        assertEquals(List.of(port), Deployed.instructions("EXPOSE"));
        assertEquals("0.0.0.0", settings.server().host());
        assertEquals(
                NODES.stream().map(node -> node + " " + node + ":" + port).collect(Collectors.toSet()),
                all("(?m)^\\s+server (.*)$"));
        assertEquals(Set.of(":" + port), all("(?m)^\\s+bind (.*)$"));
        assertEquals("127.0.0.1:8080:" + port, text(service("load-balancer"), "/ports/0"));
    }

    @Test
    void health_checks_ask_what_is_answered() throws IOException {
        Set<String> paths = new TreeSet<>(all("http-check send meth GET uri (\\S+)"));
        assertEquals(Set.of("/ready"), paths);
        for (String node : NODES) {
            assertEquals("answers", text(service(node), "/healthcheck/test/1"));
            paths.add(text(service(node), "/healthcheck/test/2"));
        }
        String check = Deployed.instructions("HEALTHCHECK").getFirst();
        assertTrue(check.endsWith("CMD [\"answers\", \"/health\"]"), check);
        paths.add("/health");
        Deployed.areAnswered(paths);
    }

    @Test
    void nobody_is_killed_who_is_still_stopping_or_sent_what_it_would_not_take() throws IOException {
        for (String node : NODES) {
            Settings settings = settings(node);
            Duration needed = settings.shutdownDelay().plus(settings.shutdownGrace());
            Duration allowed = Deployed.duration(text(service(node), "/stop_grace_period"));
            assertTrue(allowed.compareTo(needed.plusSeconds(5)) >= 0, "no time to close everything");
            int failures = Integer.parseInt(only("default-server check .*fall (\\d+)"));
            Duration noticed = Deployed.duration(only("default-server check inter (\\d+s)"))
                    .multipliedBy(failures)
                    .plus(Deployed.duration(only("timeout check (\\d+s)")));
            assertTrue(settings.shutdownDelay().compareTo(noticed) > 0, "the load balancer learns of it too late");
        }
        Duration balancer = Deployed.duration(text(service("load-balancer"), "/stop_grace_period"));
        assertTrue(balancer.compareTo(Deployed.duration(only("hard-stop-after (\\d+s)"))) > 0);
    }

    @Test
    void each_service_waits_for_others_that_are_there_and_can_tell_that_they_are_well() {
        compose.get("services").properties().forEach(service -> {
            JsonNode awaited = service.getValue().path("depends_on");
            awaited.properties().forEach(other -> {
                assertEquals("service_healthy", text(other.getValue(), "/condition"));
                assertTrue(service(other.getKey()).has("healthcheck"), other::getKey);
            });
            for (JsonNode network : service.getValue().get("networks")) {
                assertTrue(compose.get("networks").has(network.stringValue()), network::toString);
            }
            assertTrue(service.getValue().at("/deploy/resources/limits/memory").isString(), service::getKey);
        });
        assertTrue(compose.at("/networks/inside/internal").booleanValue());
        assertEquals(Set.of("load-balancer"), exposed());
    }

    @Test
    void each_image_that_is_built_is_built_once_and_never_looked_for_elsewhere() {
        assertEquals(List.of("portside"), built(compose));
        for (String node : NODES) {
            JsonNode service = service(node);
            assertEquals("portside", text(service, "/image"));
            assertTrue(service.has("build") || text(service, "/pull_policy").equals("never"), node);
        }
    }

    @Test
    void a_second_build_of_one_image_is_noticed() {
        ((ObjectNode) service("node-2")).put("build", ".");
        assertEquals(List.of("portside", "portside"), built(compose));
    }

    @Test
    void services_say_nothing_that_compose_does_not_know() {
        assertEquals(Set.of(), unknown(compose));
    }

    @Test
    void a_mistyped_key_is_noticed() {
        ((ObjectNode) service("redis")).put("read-only", true);
        ((ObjectNode) service("node-1").get("healthcheck")).put("intervall", "5s");
        assertEquals(Set.of("redis: read-only", "node-1: healthcheck intervall"), unknown(compose));
    }

    @Test
    void the_image_is_made_by_instructions_that_there_are() throws IOException {
        assertEquals(Set.of(), Deployed.unknownInstructions(Files.readString(Deployed.ROOT.resolve("Dockerfile"))));
        assertEquals(Set.of("COPPY", "entry"), Deployed.unknownInstructions("""
                        FROM a
                        # OF nothing
                        COPPY b \\
                          c

                        entry ["d"]
                        """));
    }

    @Test
    void files_that_are_named_are_there() throws IOException {
        for (String copied : Deployed.instructions("COPY")) {
            if (!copied.startsWith("--from")) {
                assertTrue(Files.exists(Deployed.ROOT.resolve(copied.split(" ", 2)[0])), copied);
            }
        }
        String mounted = text(service("load-balancer"), "/volumes/0");
        assertTrue(Files.isRegularFile(Deployed.ROOT.resolve(mounted.split(":", 2)[0])), mounted);
        assertTrue(Files.isExecutable(Path.of("src", "main", "docker", "answers")));
    }

    @Test
    void each_service_has_no_more_rights_than_it_needs() {
        compose.get("services").properties().forEach(service -> {
            String name = service.getKey();
            assertEquals("ALL", text(service.getValue(), "/cap_drop/0"), name);
            assertTrue(service.getValue().path("cap_add").isMissingNode(), name);
            assertEquals("no-new-privileges:true", text(service.getValue(), "/security_opt/0"), name);
            assertTrue(service.getValue().path("read_only").booleanValue(), name);
        });
    }

    @Test
    void passwords_are_in_files_that_others_on_this_machine_cannot_reach() throws IOException {
        String text = Files.readString(Deployed.ROOT.resolve("compose.yaml"));
        assertTrue(
                !Pattern.compile("PASSWORD:|://[^/\\s]*@|--requirepass")
                        .matcher(text)
                        .find(),
                "a password is written down");
        compose.get("services").properties().forEach(service -> {
            for (JsonNode secret : service.getValue().path("secrets")) {
                String name = secret.stringValue();
                assertEquals(".secrets/" + name, text(compose, "/secrets/" + name + "/file"));
                assertTrue(Files.isRegularFile(made(name)), name);
            }
        });
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made(""))));
        assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(made("redis_url"))));
        for (String ignoring : List.of(".gitignore", ".dockerignore")) {
            assertTrue(Files.readString(Deployed.ROOT.resolve(ignoring)).contains("\n.secrets"), ignoring);
        }
    }

    @Test
    void both_sides_have_the_same_password_and_nobody_else_has() throws Exception {
        String postgres = Files.readString(made("postgres_password"));
        String redis = Files.readString(made("redis.conf")).strip().replace("requirepass ", "");
        assertTrue(postgres.matches("[0-9a-f]{48}") && redis.matches("[0-9a-f]{48}") && !postgres.equals(redis));
        assertEquals(
                "postgres://portside:" + postgres + "@postgres:5432/portside", Files.readString(made("database_url")));
        assertEquals("redis://:" + redis + "@redis:6379", Files.readString(made("redis_url")));
        assertEquals(
                "/run/secrets/postgres_password", text(service("postgres"), "/environment/POSTGRES_PASSWORD_FILE"));
        assertEquals("/run/secrets/redis.conf", text(service("redis"), "/command/1"));
        assertEquals(1, makeSecrets().waitFor(), "what is there already is left alone");
        assertEquals(postgres, Files.readString(made("postgres_password")));
    }

    @Test
    void the_load_balancer_tells_from_whom_a_request_came() {
        assertEquals(Set.of("forwardfor"), all("(?m)^\\s+option (forwardfor)$"));
    }

    private Path made(String secret) {
        return folder.resolve("secrets").resolve(secret);
    }

    private Process makeSecrets() throws IOException {
        Path script = Path.of("src", "main", "docker", "make-secrets").toAbsolutePath();
        return new ProcessBuilder(script.toString(), folder.resolve("secrets").toString())
                .redirectErrorStream(true)
                .start();
    }

    /** The image of each service that has it built. */
    private static List<String> built(JsonNode compose) {
        return compose.get("services").properties().stream()
                .map(Map.Entry::getValue)
                .filter(service -> service.has("build"))
                .map(service -> text(service, "/image"))
                .toList();
    }

    /** Keys of services that mean nothing. */
    private static Set<String> unknown(JsonNode compose) {
        Set<String> unknown = new TreeSet<>();
        compose.get("services").properties().forEach(service -> {
            String name = service.getKey();
            for (String key : service.getValue().propertyNames()) {
                if (!OF_A_SERVICE.contains(key)) {
                    unknown.add(name + ": " + key);
                }
            }
            for (String key : service.getValue().path("healthcheck").propertyNames()) {
                if (!OF_A_HEALTH_CHECK.contains(key)) {
                    unknown.add(name + ": healthcheck " + key);
                }
            }
        });
        return unknown;
    }

    /** Those that can be reached from outside. */
    private Set<String> exposed() {
        return compose.get("services").properties().stream()
                .filter(service -> service.getValue().has("ports"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Settings settings(String node) throws IOException {
        Map<String, String> given = Deployed.texts(service(node).get("environment"));
        Map<String, String> files = new HashMap<>();
        for (JsonNode secret : service(node).get("secrets")) {
            files.put("/run/secrets/" + secret.stringValue(), Files.readString(made(secret.stringValue())));
        }
        return Deployed.settings(Deployed.mounted(given, files, folder));
    }

    private JsonNode service(String name) {
        JsonNode service = compose.at("/services/" + name);
        assertTrue(service.isObject(), () -> "there is no service " + name);
        return service;
    }

    private static String text(JsonNode node, String pointer) {
        JsonNode found = node.at(pointer);
        assertTrue(found.isString(), () -> pointer + " is no text: " + found);
        return found.stringValue();
    }

    /** Returns what the load balancer has in this place, each time. */
    private Set<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(balancer)
                .results()
                .map(found -> String.valueOf(found.group(1)))
                .collect(Collectors.toSet());
    }

    private String only(String pattern) {
        Set<String> found = all(pattern);
        assertEquals(1, found.size(), pattern);
        return found.iterator().next();
    }
}

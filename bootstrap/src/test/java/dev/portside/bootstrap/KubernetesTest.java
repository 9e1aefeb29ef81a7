package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.persistence.connection.PostgresSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The manifests are what Kubernetes takes, and agree with the server and with each other. */
class KubernetesTest {

    private static final Path FOLDER = Path.of("src", "main", "kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Secret", Secret.class,
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    private static final String POD = "/spec/template/spec";
    private static final String CONTAINER = POD + "/containers/0";

    @TempDir
    Path temporary;

    private final Map<String, JsonNode> manifests = new HashMap<>();

    @BeforeEach
    void read() throws IOException {
        for (String file : List.of("portside.yaml", "secret.example.yaml")) {
            for (JsonNode document : Deployed.documents(FOLDER.resolve(file))) {
                manifests.put(document.get("kind").stringValue(), document);
            }
        }
        assertEquals(KINDS.size(), manifests.size());
    }

    @Test
    void each_is_of_a_kind_that_there_is_with_fields_that_it_has() {
        manifests.values().forEach(KubernetesTest::typed);
    }

    @Test
    void a_field_that_there_is_not_would_be_noticed() {
        ObjectNode container = (ObjectNode) at("Deployment", CONTAINER);
        container.set("readynessProbe", container.remove("readinessProbe"));
        assertThrows(UnrecognizedPropertyException.class, () -> typed(at("Deployment", "")));
    }

    @Test
    void what_is_set_the_server_takes_and_fits_into_its_memory() throws IOException {
        Settings settings = settings();
        assertEquals("postgres", settings.core().storage().name());
        assertEquals("redis", settings.effective().get("PORTSIDE_CACHE"));
        Deployed.fits(settings, text("Deployment", CONTAINER + "/resources/limits/memory"));
        assertEquals(1, at("Deployment", CONTAINER + "/envFrom").size(), "secrets are files");
        assertEquals(
                text("ConfigMap", "/metadata/name"), text("Deployment", CONTAINER + "/envFrom/0/configMapRef/name"));
        assertEquals(text("Secret", "/metadata/name"), text("Deployment", POD + "/volumes/1/secret/secretName"));
        assertEquals(
                0440, at("Deployment", POD + "/volumes/1/secret/defaultMode").intValue());
        assertEquals(
                at("Deployment", POD + "/securityContext/runAsGroup"),
                at("Deployment", POD + "/securityContext/fsGroup"));
    }

    @Test
    void probes_ask_what_is_answered_on_the_port_that_is_listened_on() throws IOException {
        Set<String> paths = new TreeSet<>(List.of(
                text("Deployment", CONTAINER + "/startupProbe/httpGet/path"),
                text("Deployment", CONTAINER + "/livenessProbe/httpGet/path"),
                text("Deployment", CONTAINER + "/readinessProbe/httpGet/path")));
        assertEquals(Set.of("/health", "/ready"), paths);
        Deployed.areAnswered(paths);
        assertEquals("/ready", text("Deployment", CONTAINER + "/readinessProbe/httpGet/path"));
        assertEquals(
                settings().server().port(),
                at("Deployment", CONTAINER + "/ports/0/containerPort").intValue());
        String name = text("Deployment", CONTAINER + "/ports/0/name");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertEquals(name, text("Deployment", CONTAINER + "/" + probe + "/httpGet/port"));
        }
        assertEquals(name, text("Service", "/spec/ports/0/targetPort"));
        assertEquals(name, text("NetworkPolicy", "/spec/ingress/0/ports/0/port"));
    }

    @Test
    void nobody_is_killed_who_is_still_stopping() throws IOException {
        long allowed = at("Deployment", POD + "/terminationGracePeriodSeconds").longValue();
        long before =
                at("Deployment", CONTAINER + "/lifecycle/preStop/sleep/seconds").longValue();
        Duration needed =
                settings().shutdownDelay().plus(settings().shutdownGrace()).plusSeconds(before);
        assertTrue(allowed >= needed.toSeconds() + 5, "no time to close everything");
        assertTrue(before > 0);
    }

    @Test
    void as_many_pods_as_there_can_be_share_the_connections_of_one_database() throws IOException {
        int pods = at("HorizontalPodAutoscaler", "/spec/maxReplicas").intValue()
                + at("Deployment", "/spec/strategy/rollingUpdate/maxSurge").intValue();
        int each = Integer.parseInt(settings().effective().getOrDefault("PORTSIDE_DB_POOL_MAX", ""));
        int all = pods * (each + PostgresSettings.BESIDE_POOL);
        assertTrue(all <= Deployed.CONNECTIONS, () -> pods + " pods have " + all + " connections");
    }

    @Test
    void selectors_find_the_pods_and_the_deployment() {
        JsonNode labels = at("Deployment", "/spec/template/metadata/labels");
        assertEquals(labels, at("Deployment", "/spec/selector/matchLabels"));
        assertEquals(labels, at("Service", "/spec/selector"));
        assertEquals(labels, at("PodDisruptionBudget", "/spec/selector/matchLabels"));
        assertEquals(labels, at("NetworkPolicy", "/spec/podSelector/matchLabels"));
        for (JsonNode spread : at("Deployment", POD + "/topologySpreadConstraints")) {
            assertEquals(labels, spread.at("/labelSelector/matchLabels"));
        }
        assertEquals(
                text("Deployment", "/metadata/name"), text("HorizontalPodAutoscaler", "/spec/scaleTargetRef/name"));
    }

    @Test
    void it_runs_as_the_user_of_the_image_with_nothing_that_it_does_not_need() throws IOException {
        String user = at("Deployment", POD + "/securityContext/runAsUser") + ":"
                + at("Deployment", POD + "/securityContext/runAsGroup");
        assertEquals(user, Deployed.instructions("USER").getLast());
        assertTrue(at("Deployment", POD + "/securityContext/runAsNonRoot").booleanValue());
        assertTrue(at("Deployment", CONTAINER + "/securityContext/readOnlyRootFilesystem")
                .booleanValue());
        assertEquals("ALL", text("Deployment", CONTAINER + "/securityContext/capabilities/drop/0"));
    }

    @Test
    void it_may_ask_for_names_and_for_its_database_and_cache_alone() {
        assertEquals("Egress", text("NetworkPolicy", "/spec/policyTypes/1"));
        Set<Integer> ports = new TreeSet<>();
        for (JsonNode rule : at("NetworkPolicy", "/spec/egress")) {
            rule.get("ports").forEach(port -> ports.add(port.get("port").intValue()));
        }
        Set<Integer> needed = new TreeSet<>(Set.of(53));
        Deployed.texts(at("Secret", "/stringData"))
                .values()
                .forEach(url -> needed.add(URI.create(url).getPort()));
        assertEquals(needed, ports);
    }

    private static void typed(JsonNode manifest) {
        String kind = manifest.get("apiVersion").stringValue() + "/"
                + manifest.get("kind").stringValue();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        assertTrue(type != null, () -> kind + " is none that is known here");
        STRICT.convertValue(manifest, type);
    }

    /** The types take what they do not know, so that older programs can handle newer manifests; not so here. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {

                private static final long serialVersionUID = 1L;

                @Override
                public @Nullable Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
                    return false;
                }
            })
            .build();

    private Settings settings() throws IOException {
        Map<String, String> given = Deployed.texts(at("ConfigMap", "/data"));
        String folder = text("Deployment", CONTAINER + "/volumeMounts/1/mountPath");
        Map<String, String> files = new HashMap<>();
        Deployed.texts(at("Secret", "/stringData")).forEach((key, value) -> files.put(folder + "/" + key, value));
        return Deployed.settings(Deployed.mounted(given, files, temporary));
    }

    private JsonNode at(String kind, String pointer) {
        JsonNode manifest = manifests.get(kind);
        assertTrue(manifest != null, kind);
        JsonNode found = manifest.at(pointer);
        assertTrue(!found.isMissingNode(), () -> kind + " has no " + pointer);
        return found;
    }

    private String text(String kind, String pointer) {
        return at(kind, pointer).stringValue();
    }
}

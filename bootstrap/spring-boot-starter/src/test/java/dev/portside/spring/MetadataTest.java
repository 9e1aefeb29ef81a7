package dev.portside.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.adapter.Setting;
import dev.portside.core.CoreSettings;
import dev.portside.core.Installed;
import dev.portside.http.pipeline.ApiSettingDeclarations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metadata of the properties that editors show while they are written. */
class MetadataTest {

    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    private static final Set<String> PROPERTIES_OF_THEIR_OWN =
            Set.of(CoreValues.STORAGE, CoreValues.DATABASE_URL, CoreValues.CACHE, CoreValues.REDIS_URL);

    private final Map<String, JsonNode> properties = read().get("properties")
            .valueStream()
            .collect(Collectors.toMap(property -> property.get("name").asString(), property -> property));

    @Test
    void every_property_has_a_description_and_a_type() {
        properties.forEach((name, property) -> {
            assertTrue(name.startsWith("portside."), name);
            assertNotNull(property.get("description"), name);
            assertNotNull(property.get("type"), name);
        });
    }

    @Test
    void every_property_that_there_is_is_known() {
        TreeSet<String> expected = Stream.of(
                        names("portside.", PortsideProperties.class),
                        names("portside.http.", PortsideHttpProperties.class),
                        ApiSettingDeclarations.ALL.stream().map(HttpSettings::property))
                .flatMap(names -> names)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(expected, new TreeSet<>(properties.keySet()));
    }

    @Test
    void defaults_are_known() {
        assertEquals("true", told("portside.enabled", "defaultValue"));
        assertEquals("1MB", told("portside.http.max-body", "defaultValue"));
        assertEquals("org.springframework.util.unit.DataSize", told("portside.http.max-body", "type"));
    }

    @Test
    void settings_of_the_API_stand_as_they_are_declared() {
        for (Setting<?> setting : ApiSettingDeclarations.ALL) {
            JsonNode property = Objects.requireNonNull(properties.get(HttpSettings.property(setting)), setting.key());
            assertEquals(plain(setting), property.get("description").asString());
            if (!setting.equals(ApiSettingDeclarations.MAX_BODY_MEMORY)) {
                assertEquals(
                        setting.defaultText().replace("iB", "B"),
                        property.get("defaultValue").asString());
            }
        }
    }

    @Test
    void settings_of_the_core_and_of_adapters_are_offered_as_they_are_declared() {
        Installed installed = Installed.in(MetadataTest.class.getClassLoader());
        Map<String, String> declared = Stream.concat(
                        CoreSettings.ALL.stream(),
                        Stream.of(installed.storages(), installed.caches(), installed.images())
                                .flatMap(adapters -> adapters.all().stream())
                                .flatMap(adapter -> adapter.settings().stream()))
                .filter(setting -> !PROPERTIES_OF_THEIR_OWN.contains(setting.key()))
                .collect(Collectors.toMap(Setting::key, MetadataTest::plain, (one, same) -> one, TreeMap::new));
        Map<String, String> offered = read().get("hints")
                .valueStream()
                .filter(hint -> hint.get("name").asString().equals("portside.settings.keys"))
                .flatMap(hint -> hint.get("values").valueStream())
                .collect(Collectors.toMap(
                        value -> value.get("value").asString(),
                        value -> value.get("description").asString(),
                        (one, other) -> other,
                        TreeMap::new));

        assertEquals(declared, offered);
    }

    /** The documentation without Markdown's marks. */
    private static String plain(Setting<?> setting) {
        return setting.documentation().replace("`", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
    }

    private String told(String property, String what) {
        return Objects.requireNonNull(properties.get(property), property)
                .get(what)
                .asString();
    }

    @Test
    void values_to_choose_from_are_offered() {
        String hints = read().get("hints").toString();
        for (String value : Arrays.asList("data-source", "postgres", "memory", "redis", "PORTSIDE_EVENTS_RETENTION")) {
            assertTrue(hints.contains('"' + value + '"'), value);
        }
    }

    private static Stream<String> names(String prefix, Class<? extends Record> properties) {
        return Arrays.stream(properties.getRecordComponents())
                .map(component -> prefix
                        + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    private static JsonNode read() {
        try (InputStream file = PortsideProperties.class.getResourceAsStream(FILE)) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(file, FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

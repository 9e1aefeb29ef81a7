package dev.portside.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors show of the properties while they are written. */
class MetadataTest {

    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

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
        TreeSet<String> expected = Stream.concat(
                        names("portside.", PortsideProperties.class),
                        names("portside.http.", PortsideHttpProperties.class))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(expected, new TreeSet<>(properties.keySet()));
    }

    @Test
    void defaults_are_known() {
        assertEquals("true", told("portside.enabled", "defaultValue"));
        assertEquals("1MB", told("portside.http.max-body", "defaultValue"));
        assertEquals("org.springframework.util.unit.DataSize", told("portside.http.max-body", "type"));
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

package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Adapters;
import dev.portside.http.server.HttpServerAdapter;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery of adapters, and the matrix's combinations. Not by the code that finds them: it is a module, the tests are not. */
class AdaptersTest {

    private record Named(String name) implements Adapter {}

    @TempDir
    Path folder;

    @Test
    void those_of_portside_and_those_of_others_are_found_alike() throws IOException {
        PlantedAdapter.packInto(folder);
        try (URLClassLoader loader = loader()) {
            Adapters<HttpServerAdapter> found = Adapters.find(HttpServerAdapter.class, loader);
            assertEquals(List.of("helidon", "javalin", "jetty", "planted", "tomcat"), found.names());
            assertEquals("planted", found.named("planted").orElseThrow().name());
            assertEquals(Optional.empty(), found.named("undertow"));
            assertEquals("", found.loadErrors());
        }
    }

    @Test
    void one_that_cannot_be_loaded_keeps_no_other_from_being_found() throws IOException {
        PlantedAdapter.packNothingInto(folder);
        PlantedAdapter.packInto(folder);
        try (URLClassLoader loader = loader()) {
            Adapters<HttpServerAdapter> found = Adapters.find(HttpServerAdapter.class, loader);
            assertEquals(List.of("helidon", "javalin", "jetty", "planted", "tomcat"), found.names());
            assertTrue(found.loadErrors().contains("com.acme.Missing"), found.loadErrors());
        }
    }

    @Test
    void a_name_is_one_that_can_be_written_and_belongs_to_one_only() {
        IllegalStateException unnamed =
                assertThrows(IllegalStateException.class, () -> Adapters.of(List.of(new Named("A b"))));
        assertTrue(String.valueOf(unnamed.getMessage()).contains("is named \"A b\""), unnamed.getMessage());
        IllegalStateException twice =
                assertThrows(IllegalStateException.class, () -> Adapters.of(List.of(new Named("a"), new Named("a"))));
        assertTrue(String.valueOf(twice.getMessage()).contains("both named \"a\""), twice.getMessage());
    }

    @Test
    void the_pairs_of_the_matrix_show_any_two_adapters_together() {
        assertEquals(twos(all(Combination::every)), twos(all(Combination::pairs)));
    }

    @Test
    void the_pairs_are_half_of_the_matrix() {
        assertEquals(24, all(Combination::every).size());
        assertEquals(12, all(Combination::pairs).size());
    }

    private URLClassLoader loader() throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            return new URLClassLoader(
                    jars.map(AdaptersTest::url).toArray(URL[]::new), getClass().getClassLoader());
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Combination> all(Function<String, List<Combination>> ofOneServer) {
        return Combination.SERVERS.stream()
                .flatMap(server -> ofOneServer.apply(server).stream())
                .toList();
    }

    private static Set<Set<String>> twos(List<Combination> combinations) {
        return combinations.stream()
                .flatMap(one -> Stream.of(
                        Set.of(one.http(), one.storage()),
                        Set.of(one.http(), one.cache()),
                        Set.of(one.storage(), one.cache())))
                .collect(Collectors.toSet());
    }
}

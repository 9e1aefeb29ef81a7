package dev.portside.persistence.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final Path COMMITTED = Path.of("src/main/java");
    private static final Path PACKAGE = Path.of(SchemaGenerator.PACKAGE.replace('.', '/'));
    private static final String COMMAND = "./mvnw -pl adapters-persistence/postgres -am test"
            + " -Dtest=SchemaTest -Dsurefire.failIfNoSpecifiedTests=false -Dportside.schema.write=true";

    @Test
    void the_committed_tables_are_those_of_the_migrations() throws Exception {
        boolean write = Boolean.getBoolean("portside.schema.write");
        Path generated = write ? COMMITTED : Path.of("target/generated-schema");

        SchemaGenerator.generateInto(generated);

        assertEquals(
                sources(generated),
                sources(COMMITTED),
                () -> PACKAGE + " is not what the migrations make; run " + COMMAND + " and commit the result");
    }

    private static Map<String, String> sources(Path root) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root.resolve(PACKAGE))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return sources;
    }
}

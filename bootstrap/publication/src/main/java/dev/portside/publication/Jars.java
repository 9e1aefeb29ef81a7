package dev.portside.publication;

import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rule that each published jar can be named by a program that is made of modules: by a module descriptor or an
 * {@code Automatic-Module-Name}, which is the root of its packages, and with no package that another jar has, too.
 */
final class Jars {
    private Jars() {}

    /** Returns what to change, for people; empty when all is well. Reads the jars that were packaged below {@code root}. */
    static List<String> findings(Path root, List<Pom> reactor) {
        List<String> findings = new ArrayList<>();
        Map<String, String> artifactsByPackage = new HashMap<>();
        for (Pom pom : reactor) {
            if (!pom.isJar() || !pom.isPublished()) {
                continue;
            }
            Path place = place(root, pom);
            Path jar = root.resolve(place);
            if (!Files.exists(jar)) {
                findings.add(place + " is missing: build all modules, with ./mvnw verify");
                continue;
            }
            ModuleDescriptor module;
            try {
                module = ModuleFinder.of(jar).findAll().iterator().next().descriptor();
            } catch (FindException e) {
                Throwable why = e.getCause() == null ? e : e.getCause();
                findings.add("%s cannot be a module: %s".formatted(place, why.getMessage()));
                continue;
            }
            String expected = pom.own("properties", "module.name").orElse("");
            if (!expected.startsWith("dev.portside.")) {
                findings.add(
                        "%s has no module.name among its properties: set it to the root package, such as dev.portside.cache"
                                .formatted(pom.file()));
                continue;
            }
            if (!module.name().equals(expected)) {
                findings.add("%s is the module %s and %s says %s: make its manifest or its module-info say the same"
                        .formatted(place, module.name(), pom.file(), expected));
            }
            for (String name : module.packages()) {
                if (!(name + ".").startsWith(expected + ".")) {
                    findings.add("%s has the package %s, which is not below its module's name %s: rename one of them"
                            .formatted(place, name, expected));
                }
                String other = artifactsByPackage.put(name, pom.artifact());
                if (other != null) {
                    findings.add("%s and %s both have the package %s, which no program of modules can bear: rename one"
                            .formatted(other, pom.artifact(), name));
                }
            }
        }
        return findings;
    }

    /** The server's lies among those that it runs with. */
    private static Path place(Path root, Pom pom) {
        Path target = pom.folder().resolve("target");
        String name = pom.artifact() + "-" + pom.version() + ".jar";
        Path beside = target.resolve("lib").resolve(name);
        return Files.exists(root.resolve(beside)) ? beside : target.resolve(name);
    }
}

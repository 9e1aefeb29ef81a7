package dev.portside.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rule that the BOM names what is published, all of it and nothing else, at the version of the project; and that what builds
 * on the BOM, as the examples do, takes that version.
 */
final class Bom {
    static final String ARTIFACT = "portside-bom";

    private Bom() {}

    /** Returns what to change, for people; empty when all is well. */
    static List<String> findings(List<Pom> reactor) {
        Pom parent = reactor.getFirst();
        Pom bom = reactor.stream()
                .filter(pom -> pom.artifact().equals(ARTIFACT))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No module of the build is " + ARTIFACT));
        List<String> findings = new ArrayList<>();
        if (!bom.version().equals(parent.version())) {
            findings.add("%s is of version %s and the parent of %s: give both the same"
                    .formatted(bom.file(), bom.version(), parent.version()));
        }
        Set<String> named = new TreeSet<>();
        bom.elements("dependencyManagement", "dependencies", "dependency").forEach(dependency -> {
            String artifact = Pom.child(dependency, "artifactId").orElseThrow().getTextContent();
            String version = Pom.child(dependency, "version").orElseThrow().getTextContent();
            named.add(artifact);
            if (!version.equals("${project.version}")) {
                findings.add("%s gives %s the version %s: write ${project.version}"
                        .formatted(bom.file(), artifact, version));
            }
        });
        Set<String> published = reactor.stream()
                .filter(pom -> pom.isJar() && pom.isPublished())
                .map(Pom::artifact)
                .collect(Collectors.toCollection(TreeSet::new));
        for (Pom pom : reactor) {
            if (pom.isJar() && pom.isPublished() && !named.contains(pom.artifact())) {
                findings.add("%s is published and %s does not name it: add it there, or set maven.deploy.skip in %s"
                        .formatted(pom.artifact(), bom.file(), pom.file()));
            }
        }
        named.stream()
                .filter(artifact -> !published.contains(artifact))
                .forEach(artifact -> findings.add(
                        "%s names %s, which no module publishes: remove it".formatted(bom.file(), artifact)));
        for (Pom pom : reactor) {
            pom.own("properties", "portside.version")
                    .filter(version -> !version.equals(parent.version()))
                    .ifPresent(version -> findings.add(
                            "%s builds on Portside %s and the parent is of version %s: give both the same, as set-version does"
                                    .formatted(pom.file(), version, parent.version())));
        }
        return findings;
    }
}

package dev.portside.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rule that each pom which is published says what public repositories ask for, and all the same of the project. */
final class Metadata {
    private static final List<List<String>> OF_THE_MODULE = List.of(List.of("name"), List.of("description"));

    private static final List<List<String>> OF_THE_PROJECT = List.of(
            List.of("url"),
            List.of("licenses", "license", "name"),
            List.of("licenses", "license", "url"),
            List.of("developers", "developer", "name"),
            List.of("developers", "developer", "url"),
            List.of("scm", "connection"),
            List.of("scm", "url"),
            List.of("issueManagement", "system"),
            List.of("issueManagement", "url"));

    private Metadata() {}

    /** Returns what to change, for people; empty when all is well. */
    static List<String> findings(List<Pom> reactor) {
        Pom parent = reactor.getFirst();
        List<String> findings = new ArrayList<>();
        for (Pom pom : reactor) {
            if (!pom.isPublished()) {
                continue;
            }
            for (List<String> path : OF_THE_MODULE) {
                // Maven would hand the parent's description on, which is about something else.
                if (pom.own(path.toArray(String[]::new)).orElse("").isBlank()) {
                    findings.add(
                            "%s has no <%s>: say what the module is, or set maven.deploy.skip if it is not to be published"
                                    .formatted(pom.file(), path.getFirst()));
                }
            }
            for (List<String> path : OF_THE_PROJECT) {
                String[] names = path.toArray(String[]::new);
                Optional<String> said = pom.inherited(names).filter(text -> !text.isBlank());
                if (said.isEmpty()) {
                    findings.add(
                            "%s has no %s, which a published pom needs".formatted(pom.file(), String.join("/", path)));
                } else if (!said.equals(parent.own(names))) {
                    findings.add("%s has %s as %s and pom.xml says %s: give both the same"
                            .formatted(
                                    pom.file(),
                                    said.get(),
                                    String.join("/", path),
                                    parent.own(names).orElse("nothing")));
                }
            }
        }
        return findings;
    }
}

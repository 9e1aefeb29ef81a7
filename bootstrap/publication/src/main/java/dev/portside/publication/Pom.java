package dev.portside.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A pom as it is written, with what it inherits from the pom at the root.
 *
 * @param folder that of the pom, seen from the root of the project; empty for the root itself
 * @param parent absent for the pom at the root, and for one that has none
 */
record Pom(Path folder, Element project, Optional<Pom> parent) {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    /** The pom at the root of the project, which is followed by those of all modules, in the order of the build. */
    static List<Pom> reactor(Path root) {
        Pom parent = new Pom(Path.of(""), read(root.resolve("pom.xml")), Optional.empty());
        return Stream.concat(Stream.of(parent), parent.modules(root, parent)).toList();
    }

    private Stream<Pom> modules(Path root, Pom top) {
        Stream<Element> always = elements("modules", "module");
        Stream<Element> unlessQuick = elements("profiles", "profile", "modules", "module");
        return Stream.concat(always, unlessQuick).flatMap(module -> {
            Path place = folder.resolve(module.getTextContent().strip()).normalize();
            Element written = read(root.resolve(place).resolve("pom.xml"));
            boolean inherits = child(written, "parent").isPresent();
            Pom pom = new Pom(place, written, inherits ? Optional.of(top) : Optional.empty());
            return Stream.concat(Stream.of(pom), pom.modules(root, top));
        });
    }

    String artifact() {
        return own("artifactId").orElseThrow();
    }

    String version() {
        return inherited("version").orElse("");
    }

    boolean isJar() {
        return own("packaging").orElse("jar").equals("jar");
    }

    /** Returns whether a release contains it: all do that do not say {@code maven.deploy.skip}. */
    boolean isPublished() {
        return !inherited("properties", "maven.deploy.skip").orElse("false").equals("true");
    }

    /** The place of this pom, for people. */
    String file() {
        return folder.resolve("pom.xml").toString();
    }

    /** Returns what is at a path of elements in this pom, with properties replaced. */
    Optional<String> own(String... path) {
        return elements(path)
                .findFirst()
                .map(element -> resolve(element.getTextContent().strip()));
    }

    /** Returns what is at a path of elements in this pom, or else in the one that it inherits from. */
    Optional<String> inherited(String... path) {
        return own(path).or(() -> parent.flatMap(pom -> pom.own(path)));
    }

    /** All elements at a path. */
    Stream<Element> elements(String... path) {
        Stream<Element> found = Stream.of(project);
        for (String name : path) {
            found = found.flatMap(element -> children(element, name));
        }
        return found;
    }

    static Optional<Element> child(Element element, String name) {
        return children(element, name).findFirst();
    }

    private static Stream<Element> children(Element element, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                children.add(child);
            }
        }
        return children.stream();
    }

    private String resolve(String text) {
        return PROPERTY.matcher(text)
                .replaceAll(property -> inherited("properties", property.group(1))
                        .orElse(property.group())
                        .replace("$", "\\$"));
    }

    private static Element read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalArgumentException(file + " cannot be read as a pom", e);
        }
    }
}

package dev.portside.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Texts of this project by their path from its root, without what a build or a run makes. */
record SourceTree(NavigableMap<String, String> texts) {

    private static final Path ROOT = Path.of("../..");

    private static final Set<String> MADE =
            Set.of("target", ".git", ".portside", ".idea", "node_modules", "results", "generated-resources");

    private static final Set<String> ENDINGS =
            Set.of("java", "md", "sh", "sql", "xml", "yaml", "yml", "properties", "js", "mjs", "json", "Dockerfile");

    /** A tree of planted files. */
    static SourceTree of(Map<String, String> texts) {
        return new SourceTree(new TreeMap<>(texts));
    }

    /** Returns the tree of this project. */
    static SourceTree here() {
        NavigableMap<String, String> texts = new TreeMap<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean made = MADE.contains(folder.getFileName().toString());
                    return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String name = file.getFileName().toString();
                    if (attributes.isRegularFile() && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                        String path = ROOT.relativize(file).toString().replace('\\', '/');
                        texts.put(path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SourceTree(texts);
    }

    SourceTree where(Predicate<String> path) {
        NavigableMap<String, String> some = new TreeMap<>(texts);
        some.keySet().removeIf(path.negate());
        return new SourceTree(some);
    }

    /** Returns the Java sources, except those that a generator wrote. */
    SourceTree java() {
        return where(path -> path.endsWith(".java") && !path.contains("/persistence/schema/"));
    }

    SourceTree documents() {
        return where(path -> path.endsWith(".md"));
    }

    /** Returns the text of the file with this path. */
    String text(String path) {
        String text = texts.get(path);
        if (text == null) {
            throw new IllegalArgumentException("there is no " + path);
        }
        return text;
    }

    /** Returns the source of the top-level type with this name, or an empty text if there is none. */
    String type(String name) {
        return texts.entrySet().stream()
                .filter(file -> file.getKey().endsWith("/" + name + ".java"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}

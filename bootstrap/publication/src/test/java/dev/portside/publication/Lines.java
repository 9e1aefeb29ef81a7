package dev.portside.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The lines of a text without indentation, and without those that are empty: documents indent what they show differently. */
record Lines(List<String> stripped) {

    static Lines of(String text) {
        return new Lines(
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    static Lines in(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of each file in this folder and below. */
    static List<Lines> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(Lines::in).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether these follow each other somewhere. */
    boolean have(List<String> lines) {
        return Collections.indexOfSubList(stripped, lines) >= 0;
    }
}

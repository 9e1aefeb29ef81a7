package dev.portside.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Folders of a run.
 *
 * @param root of the source tree
 * @param results results, one folder for each run
 */
record Folder(Path root, Path results) {

    static Folder create(Path root, String name) {
        Folder folder = new Folder(root, root.resolve("bench/results").resolve(name));
        try {
            Files.createDirectories(folder.results.resolve("logs"));
            Files.createDirectories(folder.work());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder.results + " could not be made", e);
        }
    }

    /** Returns the folder for temporary files; servers are started in it. */
    Path work() {
        return root.resolve("bench/target/work");
    }

    Path script() {
        return root.resolve("bench/wrk/workload.lua");
    }

    Path log(String name) {
        return results.resolve("logs").resolve(name + ".log");
    }

    Path json() {
        return results.resolve("results.json");
    }
}

package dev.portside.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run reads and writes.
 *
 * @param root of the source tree
 * @param results what came out, one folder for each run
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

    /** For what nobody needs afterwards; servers are started in here. */
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

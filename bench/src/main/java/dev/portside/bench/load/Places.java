package dev.portside.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Users and pages that requests can name.
 *
 * @param lowestId of the users that are always there; every id up to the highest is one's
 * @param cursorTargets targets of list pages that begin anywhere
 * @param run a text that no other load has in the addresses that it registers
 */
public record Places(long lowestId, long highestId, List<String> cursorTargets, String run) {

    public Places {
        cursorTargets = List.copyOf(cursorTargets);
    }

    public Places forRun(String other) {
        return new Places(lowestId, highestId, cursorTargets, other);
    }

    /** Writes the targets where wrk's script reads them. */
    void writeTargets(Path file) {
        try {
            Files.write(file, cursorTargets);
        } catch (IOException e) {
            throw new UncheckedIOException("The list of targets could not be written to " + file, e);
        }
    }
}

package dev.portside.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

    @TempDir
    Path folder;

    /** After an update of the binaries: unpack each platform's archive and state its fingerprint. */
    @Test
    void the_one_that_is_stated_is_that_of_the_archive() throws IOException {
        Binaries binaries = Binaries.unpack(DataDirectory.prepare(folder.resolve("data")));

        assertEquals(Optional.ofNullable(Binaries.stated()), Fingerprint.of(binaries.folder()));
    }

    @Test
    void whatever_is_changed_added_or_taken_away_makes_another() throws IOException {
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("below"));
        Path file = Files.writeString(tree.resolve("below/file"), "one");
        Path link = Files.createSymbolicLink(tree.resolve("link"), Path.of("below/file"));
        Optional<String> before = Fingerprint.of(tree);
        assertEquals(before, Fingerprint.of(tree));

        Files.writeString(file, "two");
        assertNotEquals(before, Fingerprint.of(tree));
        Files.writeString(file, "one");
        Path added = Files.createFile(tree.resolve("added"));
        assertNotEquals(before, Fingerprint.of(tree));
        Files.delete(added);
        Files.delete(link);
        assertNotEquals(before, Fingerprint.of(tree));
        Files.createSymbolicLink(link, Path.of("/elsewhere"));
        assertNotEquals(before, Fingerprint.of(tree));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("below/file"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertNotEquals(before, Fingerprint.of(tree));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(before, Fingerprint.of(tree));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
        assertEquals(Optional.empty(), Fingerprint.of(tree));
    }
}

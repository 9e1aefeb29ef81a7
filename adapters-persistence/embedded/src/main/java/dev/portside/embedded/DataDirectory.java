package dev.portside.embedded;

import dev.portside.application.file.FileTrust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder that holds everything, by what is where in it. */
record DataDirectory(Path root) {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final String OUTPUT = ".out";

    /**
     * Makes the folder when it is not there.
     *
     * @throws IllegalStateException when it cannot be used, or others could change what is in it: programs, too
     */
    static DataDirectory prepare(Path given) throws IOException {
        Path root = given.toAbsolutePath().normalize();
        requireOwn(root, FileTrust.ofThisProcess().objection(root));
        Path nearest = root;
        while (nearest.getParent() != null && !Files.exists(nearest, LinkOption.NOFOLLOW_LINKS)) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            throw unusable(root, nearest + " is not a folder");
        }
        if (!Files.isWritable(nearest)) {
            throw unusable(root, nearest + " may not be written to by user " + System.getProperty("user.name"));
        }
        Files.createDirectories(root, OWNER_ONLY_FOLDER);
        // Again: before it was there, somebody else might have made it.
        requireOwn(root, FileTrust.ofThisProcess().objection(root));
        requireOwnEntries(root);
        return new DataDirectory(root.toRealPath());
    }

    /** From before the folder was safe, there might be what others have put into it. */
    private static void requireOwnEntries(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                if (entry.toString().endsWith(OUTPUT)) {
                    // Left behind by a sudden end.
                    Files.delete(entry);
                } else {
                    requireOwn(root, FileTrust.ofThisProcess().objectionToEntry(entry));
                }
            }
        }
    }

    private static void requireOwn(Path root, Optional<String> objection) {
        if (objection.isPresent()) {
            throw unusable(root, objection.get());
        }
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    Path password() {
        return root.resolve("password");
    }

    /** Returns the file where a program leaves its output, until it has ended. */
    Path output(String program) {
        return root.resolve(program + OUTPUT);
    }

    Path log() {
        return root.resolve("postgresql.log");
    }

    Path binaries(String version) {
        return root.resolve("postgresql-" + version);
    }

    /** A new folder beside the others, to be renamed when what it holds is complete. */
    Path unfinished(String name) throws IOException {
        Path folder = root.resolve(name + ".unfinished");
        delete(folder);
        return Files.createDirectory(folder, OWNER_ONLY_FOLDER);
    }

    /** Gives what was made as {@link #unfinished} its name, and survives a power cut from then on. */
    void finish(Path unfinished, Path target) throws IOException {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        sync(root);
    }

    /** Writes a file that only its owner may read. */
    static void writeSecret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY_FILE);
        Files.writeString(file, text);
        sync(file);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static IllegalStateException unusable(Path root, String why) {
        return new IllegalStateException("The embedded PostgreSQL cannot keep its data in " + root + ", because " + why
                + "; set PORTSIDE_DATA_DIR to a folder that can be made or written to, or DATABASE_URL to a PostgreSQL"
                + " that runs elsewhere");
    }
}

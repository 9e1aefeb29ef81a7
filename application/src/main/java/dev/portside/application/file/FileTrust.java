package dev.portside.application.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Check that a file or folder is one's own: another user who could change it could change what this program does. It is the rule
 * of OpenSSH's {@code StrictModes}: the path and every folder above it belong to the user of this process or to root, and
 * neither their group nor everybody may write to them. A folder above may be one that everybody writes to when it is sticky,
 * as {@code /tmp} is. A group that is the user's alone, as most Linux systems make one for each user, counts as the user.
 *
 * <p>What it says holds only until somebody who may do so changes it, and such people are the user and root. Where the file
 * system has no owners and modes, there is never an objection.
 */
public final class FileTrust {

    private static final String ATTRIBUTES = "unix:uid,gid,mode";

    private static final int ROOT = 0;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int FOLDER = 0040000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    /** As Linux bounds it (path_resolution(7)). */
    private static final int MAX_LINKS = 40;

    private static final FileTrust OWN = new FileTrust(ownUser(), Path.of("/etc/group"));

    private final int user;
    private final Path groups;

    FileTrust(int user, Path groups) {
        this.user = user;
        this.groups = groups;
    }

    /** The check for the user that this process runs as. */
    public static FileTrust ofThisProcess() {
        return OWN;
    }

    /**
     * Returns why this path must not be used, with what to do about it; empty when it may be, or is not there and only those who
     * may could make it. The path itself must not be a symbolic link; folders above may be, if the links are one's own as well.
     */
    public Optional<String> objection(Path path) {
        return objection(path, false);
    }

    /** The same for a path that may be a symbolic link, as files of a Kubernetes volume are: each link is checked, too. */
    public Optional<String> objectionBehindLinks(Path path) {
        return objection(path, true);
    }

    /**
     * Returns why this entry of a folder that was checked must not be used; does not look at the folders above. It must not be a
     * symbolic link either.
     */
    public Optional<String> objectionToEntry(Path entry) {
        try {
            if (!supported(entry)) {
                return Optional.empty();
            }
            Map<String, Object> attributes = attributes(entry);
            return isLink(attributes) ? Optional.of(link(entry)) : refusal(entry, attributes, false);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return unreadable(entry, e);
        }
    }

    private Optional<String> objection(Path given, boolean mayBeLink) {
        Path path = given.toAbsolutePath().normalize();
        if (!supported(path)) {
            return Optional.empty();
        }
        Deque<Path> names = new ArrayDeque<>();
        path.forEach(names::add);
        Path done = path.getRoot();
        int links = 0;
        try {
            Optional<String> refused = refusal(done, attributes(done), true);
            while (refused.isEmpty() && !names.isEmpty()) {
                Path next = done.resolve(names.removeFirst()).normalize();
                Map<String, Object> attributes = attributes(next);
                boolean last = names.isEmpty();
                boolean link = isLink(attributes);
                refused = link && last && !mayBeLink && links == 0
                        ? Optional.of(link(next))
                        : refusal(next, attributes, !last);
                if (refused.isEmpty() && link) {
                    if (++links > MAX_LINKS) {
                        return Optional.of(given + " has too many symbolic links");
                    }
                    Path target = next.resolveSibling(Files.readSymbolicLink(next));
                    Deque<Path> rest = names;
                    names = new ArrayDeque<>();
                    target.forEach(names::add);
                    names.addAll(rest);
                    done = target.getRoot();
                } else if (last || (mode(attributes) & TYPE) == FOLDER) {
                    done = next;
                } else {
                    // Below a file there is nothing, and nothing can be made.
                    return Optional.empty();
                }
            }
            return refused;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return unreadable(given, e);
        }
    }

    private static String link(Path path) {
        return path + " is a symbolic link, which is not followed; name what it leads to, or put that in its place";
    }

    private static Optional<String> unreadable(Path path, IOException e) {
        return Optional.of("who may change " + path + " cannot be found out ("
                + e.getClass().getSimpleName() + "); see that this user may read it");
    }

    /** @param above whether it is only on the way to what is used */
    private Optional<String> refusal(Path path, Map<String, Object> attributes, boolean above) throws IOException {
        int owner = number(attributes, "uid");
        int mode = mode(attributes);
        if (owner != user && owner != ROOT) {
            return Optional.of(
                    path + " belongs to another user (" + name(path) + "), who could change it; use one of your own, or"
                            + " give it to the user of this process with chown");
        }
        boolean sticky = above && (mode & TYPE) == FOLDER && (mode & STICKY) != 0;
        if (isLink(attributes) || sticky) {
            return Optional.empty();
        }
        boolean group = (mode & GROUP_WRITES) != 0 && !isOwnGroup(number(attributes, "gid"));
        if (group || (mode & OTHERS_WRITE) != 0) {
            return Optional.of(path
                    + " may be written to by others (mode %04o); use another, or run chmod go-w %s"
                            .formatted(mode & 07777, path));
        }
        return Optional.empty();
    }

    /** A group of the same number as the user, that has no other members: the rule of Debian's OpenSSH. */
    private boolean isOwnGroup(int group) throws IOException {
        if (group != user || user == ROOT || !Files.isReadable(groups)) {
            return false;
        }
        try (var lines = Files.lines(groups, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length == 4 && fields[2].equals(Integer.toString(group)))
                    .anyMatch(fields -> fields[3].isBlank() || fields[3].strip().equals(fields[0]));
        }
    }

    private static String name(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    }

    private static boolean isLink(Map<String, Object> attributes) {
        return (mode(attributes) & TYPE) == LINK;
    }

    private static int mode(Map<String, Object> attributes) {
        return number(attributes, "mode");
    }

    /** They are all there, for they were asked for by their names. */
    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean supported(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** On Linux it is read from the process; elsewhere a file that this process creates has it. */
    private static int ownUser() {
        Path process = Path.of("/proc/self");
        try {
            if (!supported(process)) {
                return ROOT;
            }
            if (Files.exists(process)) {
                return (Integer) Files.getAttribute(process, "unix:uid");
            }
            Path made = Files.createTempFile("portside", ".owner");
            try {
                return (Integer) Files.getAttribute(made, "unix:uid");
            } finally {
                Files.delete(made);
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The user of this process cannot be found out; see that " + process
                            + " or the folder of temporary files can be used",
                    e);
        }
    }
}

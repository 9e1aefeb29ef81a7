package dev.portside.application.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTrustTest {

    private static final Path NO_GROUPS = Path.of("/nonexistent/group");

    @TempDir
    Path given;

    private Path folder;
    private final FileTrust own = FileTrust.ofThisProcess();

    @BeforeEach
    void where_no_link_leads() throws IOException {
        folder = given.toRealPath();
    }

    @Test
    void what_only_this_user_may_change_may_be_used() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        mode(file, "rw-r--r--");

        assertEquals(Optional.empty(), own.objection(file));
        assertEquals(Optional.empty(), own.objection(folder));
        assertEquals(Optional.empty(), own.objection(Path.of("/etc/hosts")), "what is root's may be read");
    }

    @Test
    void what_is_not_there_may_be_made_where_only_this_user_may_write() throws IOException {
        assertEquals(Optional.empty(), own.objection(folder.resolve("none/file")));

        mode(folder, "rwxrwxrwx");
        assertSays("may be written to by others (mode 0777)", folder.resolve("none/file"));
    }

    @Test
    void what_others_may_write_to_is_refused_with_what_to_do() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        mode(file, "rw-r--rw-");
        assertSays("chmod go-w " + file, file);
        assertTrue(own.objectionToEntry(file).isPresent());
        mode(file, "rw-rw-r--");
        assertTrue(new FileTrust(user(file), NO_GROUPS).objection(file).isPresent());
    }

    @Test
    void a_folder_above_in_which_others_could_replace_it_is_refused() throws IOException {
        Path above = Files.createDirectory(folder.resolve("above"));
        Path file = Files.writeString(above.resolve("file"), "");

        mode(above, "rwxr-xrwx");
        assertSays(above + " may be written to by others", file);
        Files.setAttribute(above, "unix:mode", 01777);
        assertEquals(Optional.empty(), own.objection(file), "sticky: others may add, not replace");
        assertTrue(own.objection(above).isPresent(), "but what is used itself must not be such a folder");
    }

    @Test
    void what_belongs_to_another_user_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        FileTrust somebodyElse = new FileTrust(otherThan(user(file)), NO_GROUPS);
        // Root's is anybody's to trust, and that is who may run this.
        if (user(file) == 0) {
            Files.setAttribute(file, "unix:uid", 12_345);
            assertSays("belongs to another user (", file);
            Files.setAttribute(file, "unix:uid", 0);
            Files.setAttribute(folder, "unix:uid", 12_345);
            assertSays(folder + " belongs to another user (", file);
        } else {
            assertTrue(somebodyElse.objection(file).orElseThrow().contains("belongs to another user ("));
        }
    }

    @Test
    void a_link_is_not_followed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));

        assertSays("is a symbolic link", link);
        assertTrue(own.objection(Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere")))
                .isPresent());
        assertEquals(Optional.empty(), own.objectionBehindLinks(link));
        mode(file, "rw-rw-rw-");
        assertTrue(own.objectionBehindLinks(link).orElseThrow().startsWith(file + " may be written to"));
    }

    @Test
    void folders_above_may_be_links_and_what_they_lead_to_is_checked() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path file = Files.writeString(real.resolve("file"), "");
        Path through = Files.createSymbolicLink(folder.resolve("link"), real).resolve("file");

        assertEquals(Optional.empty(), own.objection(through));
        mode(real, "rwxrwxrwx");
        assertSays(real + " may be written to by others", through);
        assertTrue(Files.exists(file));
    }

    @Test
    void links_in_a_circle_come_to_an_end() throws IOException {
        Path one = folder.resolve("one");
        Files.createSymbolicLink(one, Path.of("two"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));

        assertTrue(own.objectionBehindLinks(one).orElseThrow().contains("too many symbolic links"));
    }

    @Test
    void a_group_that_is_the_users_alone_counts_as_the_user() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        int user = user(file) == 0 ? 12_345 : user(file);
        if (user(file) == 0) {
            Files.setAttribute(file, "unix:uid", user);
            Files.setAttribute(file, "unix:gid", user);
        }
        int group = (Integer) Files.getAttribute(file, "unix:gid");
        mode(file, "rw-rw-r--");
        Path groups = folder.resolve("group");

        Files.writeString(groups, "root:x:0:\nada:x:" + group + ":\n");
        assertEquals(
                group != user,
                new FileTrust(user, groups).objectionToEntry(file).isPresent());
        Files.writeString(groups, "ada:x:" + group + ":grace\n");
        assertTrue(new FileTrust(user, groups).objectionToEntry(file).isPresent());
        assertTrue(new FileTrust(user, NO_GROUPS).objectionToEntry(file).isPresent(), "no objection");
    }

    private void assertSays(String text, Path path) {
        String objection = own.objection(path).orElse("none");
        assertTrue(objection.contains(text), objection);
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static int user(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private static int otherThan(int user) {
        return user + 1;
    }
}

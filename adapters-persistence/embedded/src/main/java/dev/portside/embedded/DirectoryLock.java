package dev.portside.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sees to it that one program at a time uses a data directory. The system releases it however the program ends. */
final class DirectoryLock implements AutoCloseable {

    /** POSIX releases a process's lock when any of its channels to the file is closed, so a second is never opened. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel channel;

    private DirectoryLock(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** @throws IllegalStateException at once, saying who has it, when it is taken */
    static DirectoryLock acquire(DataDirectory directory) throws IOException {
        if (!HELD_HERE.add(directory.root())) {
            throw taken(
                    directory,
                    "this program itself (process " + ProcessHandle.current().pid() + ")");
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(
                    directory.lock(),
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS),
                    DataDirectory.OWNER_ONLY_FILE);
            if (channel.tryLock() == null) {
                throw taken(directory, "process " + read(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            locked = true;
            return new DirectoryLock(directory.root(), channel);
        } finally {
            if (!locked) {
                HELD_HERE.remove(directory.root());
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(root);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    private static IllegalStateException taken(DataDirectory directory, String holder) {
        return new IllegalStateException("The data directory " + directory.root() + " is in use by " + holder
                + "; stop that program first, or set PORTSIDE_DATA_DIR to another folder");
    }
}

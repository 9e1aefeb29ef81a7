package dev.portside.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs one of PostgreSQL's programs to its end. */
final class Command {

    private static final long LIMIT_SECONDS = 120;

    /** Exit code and output of a finished program. */
    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private Command() {}

    /**
     * Runs it with this input.
     *
     * @param output what the program writes goes through this file: a server that it starts inherits the file, and would
     *     keep a pipe open for ever
     */
    static Result run(List<String> command, String input, Path output) throws IOException {
        List<String> all = new ArrayList<>(isRoot() ? List.of("unshare", "-U") : List.of());
        all.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile());
        adapt(builder.environment());
        try {
            Process process = start(builder);
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " did not end within " + LIMIT_SECONDS + " s: "
                        + Files.readString(output));
            }
            return new Result(
                    process.exitValue(), explained(Files.readString(output).strip()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command.getFirst() + " ran", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /**
     * Removes our variables. They are not meant for a server with a process for each connection, nor for its libraries;
     * passwords in them must not reach it. The programs get the path to find others, and no more.
     */
    static void adapt(Map<String, String> environment) {
        environment.keySet().retainAll(Set.of("PATH"));
        // Messages are looked at, so they have to be in one language.
        environment.put("LC_ALL", "C");
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(isRoot() ? NOT_AS_ROOT : "PostgreSQL's programs cannot be run here", e);
        }
    }

    /** PostgreSQL refuses root; in a user namespace of its own, root is somebody else to it. */
    private static final String NOT_AS_ROOT =
            "PostgreSQL does not run as root, and the way around it, unshare -U, is not"
                    + " possible here; run this program as another user, or set DATABASE_URL to a PostgreSQL that runs elsewhere";

    private static String explained(String output) {
        boolean refused = isRoot() && (output.contains("unshare:") || output.contains("cannot be run as root"));
        return refused ? NOT_AS_ROOT + " (" + output + ")" : output;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}

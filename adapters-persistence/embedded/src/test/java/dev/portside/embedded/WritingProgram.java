package dev.portside.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;

/** A program of its own that writes rows until it is killed, and writes the number of each when it is committed. */
final class WritingProgram {

    private WritingProgram() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]));
        try (Connection connection = Rows.connect(server)) {
            Rows.create(connection);
            for (long number = 1; number < Long.MAX_VALUE; number++) {
                Rows.add(connection, number);
                System.out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
                System.out.flush();
            }
        }
    }
}

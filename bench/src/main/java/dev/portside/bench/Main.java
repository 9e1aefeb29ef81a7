package dev.portside.bench;

import dev.portside.bench.event.EventCommands;
import dev.portside.bench.image.ImageCommands;
import dev.portside.bench.soak.SoakCommand;
import java.nio.file.Path;
import picocli.CommandLine;

/** The command line of {@code bench/run}, which starts it in the root of the source tree. */
public final class Main {

    private Main() {}

    /** Ends the process with 0, 1 after a failure, or 2 when the command is wrong. */
    public static void main(String[] arguments) {
        Path root = Path.of("").toAbsolutePath();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        CommandLine line = new CommandLine(new Commands(root, java));
        line.addSubcommand(new EventCommands(root, java));
        line.addSubcommand(new ImageCommands(root, java));
        line.addSubcommand(new SoakCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("bench: " + e.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }
}

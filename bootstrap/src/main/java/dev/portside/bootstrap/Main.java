package dev.portside.bootstrap;

/** The command line: {@code portside serve | migrate | seed | config | --help | --version}. */
public final class Main {

    private Main() {}

    /** Ends the process with 0, 1 after a failure, or 2 when the command or the settings are wrong. */
    public static void main(String[] arguments) {
        int exitCode = Commands.run(arguments);
        Logging.flush();
        System.exit(exitCode);
    }
}

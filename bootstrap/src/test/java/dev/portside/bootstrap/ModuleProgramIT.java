package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module of its own, with the core and what that needs on its module path, as README.md says. */
class ModuleProgramIT {

    private static final Pattern NEEDED = Pattern.compile(
            "(portside-(domain|application|core|imaging|imaging-probe)-[0-9]|slf4j-api-|jspecify-"
                    + "|micrometer-(core|commons|observation)-|HdrHistogram-|imageio-|common-(io|lang|image)-).*\\.jar");

    @TempDir
    Path folder;

    @Test
    void it_compiles_and_runs() throws Exception {
        Path modules = Files.createDirectory(folder.resolve("modules"));
        try (Stream<Path> jars = Files.list(Path.of("target", "lib"))) {
            for (Path jar : jars.toList()) {
                if (NEEDED.matcher(jar.getFileName().toString()).matches()) {
                    Files.copy(jar, modules.resolve(jar.getFileName()));
                }
            }
        }
        Path declared = Files.writeString(folder.resolve("module-info.java"), """
            module org.example.own {
                requires dev.portside.application;
                requires dev.portside.core;
            }
            """);
        Path program =
                Files.writeString(Files.createDirectory(folder.resolve("own")).resolve("Main.java"), """
                    package own;

                    import dev.portside.core.Portside;

                    public class Main {
                        public static void main(String[] args) {
                            try (Portside portside = Portside.builder().start()) {
                                System.out.println("users: " + portside.users().getClass().getModule());
                            }
                        }
                    }
                    """);
        String classes = folder.resolve("classes").toString();

        assertEquals(
                "", run("javac", "-p", modules.toString(), "-d", classes, declared.toString(), program.toString()));
        String said = run(
                "java",
                "-p",
                modules + ":" + classes,
                "--add-modules",
                "ALL-MODULE-PATH",
                "-m",
                "org.example.own/own.Main");

        assertTrue(said.contains("users: module dev.portside.application"), said);
    }

    private static String run(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", tool).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}

package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that Portside is deployed by, and what they have to agree with. */
final class Deployed {

    /** Where the module's parent is. */
    static final Path ROOT = Path.of("..");

    /** Of the 100 connections that PostgreSQL admits unless it is set otherwise, those that are not kept for superusers. */
    static final int CONNECTIONS = 97;

    private static final Set<String> INSTRUCTIONS = Set.of(
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "RUN",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");

    private static final long MEBIBYTE = 1 << 20;

    /** What a server takes beside the heap and libvips; docs/operations.md, Memory. */
    private static final long OF_THE_JVM = 170 * MEBIBYTE;

    private Deployed() {}

    /** The documents of a YAML file, in which no key may be there twice. */
    static List<JsonNode> documents(Path file) throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(Files.readString(file))) {
            documents.add(new JsonMapper().valueToTree(document));
        }
        return documents;
    }

    /** The settings that the image has. */
    static Map<String, String> imageSettings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String instruction : instructions("ENV")) {
            for (String assignment : instruction.split("\\s+", -1)) {
                settings.put(assignment.split("=", 2)[0], assignment.split("=", 2)[1]);
            }
        }
        return settings;
    }

    /** Returns what follows this keyword in the Dockerfile, each time that it is there. */
    static List<String> instructions(String keyword) throws IOException {
        String text = Files.readString(ROOT.resolve("Dockerfile")).replace("\\\n", " ");
        return Pattern.compile("^" + keyword + "\\s+(.+)$", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> String.valueOf(found.group(1)).strip())
                .toList();
    }

    /** The first words of a Dockerfile's lines that are no keywords, as this project writes them. */
    static Set<String> unknownInstructions(String dockerfile) {
        Set<String> unknown = new TreeSet<>();
        dockerfile
                .replace("\\\n", " ")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> unknown.add(line.split("\\s", 2)[0]));
        unknown.removeAll(INSTRUCTIONS);
        return unknown;
    }

    /** The values in this object. */
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(entry -> {
            assertTrue(entry.getValue().isString(), () -> entry + " is no text, which a variable must be");
            texts.put(entry.getKey(), entry.getValue().stringValue());
        });
        return texts;
    }

    /** Returns what the server makes of these and the image's settings, each of which has to be one. */
    static Settings settings(Map<String, String> given) throws IOException {
        Map<String, String> all = new HashMap<>(imageSettings());
        all.putAll(given);
        Settings settings = Settings.read(all, Path.of("there-is-no-such-file"));
        Set<String> strangers = new TreeSet<>(all.keySet());
        strangers.removeAll(settings.effective().keySet());
        strangers.remove("PORTSIDE_DATA_DIR"); // of a storage that was not chosen
        strangers.removeIf(key -> key.endsWith("_FILE")
                && settings.effective().containsKey(key.substring(0, key.length() - "_FILE".length())));
        assertTrue(strangers.isEmpty(), () -> strangers + " are no settings");
        return settings;
    }

    /** The variables of a container that sees these files, by where it sees them. */
    static Map<String, String> mounted(Map<String, String> variables, Map<String, String> files, Path folder)
            throws IOException {
        Map<String, String> mounted = new HashMap<>(variables);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (variable.getKey().endsWith("_FILE")) {
                String content = files.get(variable.getValue());
                assertTrue(content != null, () -> variable + " is not mounted, but " + files.keySet());
                Path file = Files.createTempFile(folder, variable.getKey(), "");
                mounted.put(variable.getKey(), Files.writeString(file, content).toString());
            }
        }
        return mounted;
    }

    /** Checks that these paths are answered with 200 by a server that is ready. */
    static void areAnswered(Set<String> paths) {
        try (App app = App.start(TestSettings.of("PORTSIDE_STORAGE", "memory"), java.time.Clock.systemUTC())) {
            Client client = new Client(app.port());
            paths.forEach(path -> client.get(path).expect(200));
        }
    }

    /** Checks that a server with these settings fits into this much memory. */
    static void fits(Settings settings, String memory) throws IOException {
        String launcher = Files.readString(Path.of("src", "main", "sh", "launch.sh"));
        Matcher heap = Pattern.compile("-Xmx(\\d+m)").matcher(launcher);
        assertTrue(heap.find(), "the launcher sets no heap");
        long needed = bytes(String.valueOf(heap.group(1)))
                + OF_THE_JVM
                + bytes(settings.effective().getOrDefault("PORTSIDE_IMAGE_MEMORY", ""));
        assertTrue(needed <= bytes(memory), () -> memory + " is less than the " + needed + " bytes a server may take");
    }

    static Duration duration(String text) {
        assertTrue(text.matches("\\d+s"), text);
        return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    private static long bytes(String text) {
        MatchResult parts = Pattern.compile("(\\d+)([mMgG])i?B?")
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(text + " is no size"));
        boolean giga = "gG".contains(String.valueOf(parts.group(2)));
        return Long.parseLong(String.valueOf(parts.group(1))) * MEBIBYTE * (giga ? 1_024 : 1);
    }
}

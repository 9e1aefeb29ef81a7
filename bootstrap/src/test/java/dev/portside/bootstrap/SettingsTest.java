package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.Setting;
import dev.portside.core.CoreSettings;
import dev.portside.core.Installed;
import dev.portside.core.InvalidSettings;
import dev.portside.http.pipeline.ApiSettingDeclarations;
import dev.portside.http.pipeline.CorsOrigins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final Path NO_FILE = Path.of("there-is-no-such-file");
    private static final String TABLE_HEAD = "| key | default | must be | meaning |\n|---|---|---|---|\n";

    @Test
    void a_control_character_is_a_problem_and_is_not_repeated() {
        List<String> problems =
                problems(Map.of("PORTSIDE_DATA_DIR", "a\nWARN forged", "REDIS_URL", "redis://:hun\u0007ter@r"));

        assertEquals(
                List.of(
                        "PORTSIDE_DATA_DIR must be one line of text, but has a control character",
                        "REDIS_URL must be one line of text, but has a control character"),
                problems.stream()
                        .filter(problem -> problem.contains("one line"))
                        .sorted()
                        .toList());
        assertTrue(problems.stream().noneMatch(problem -> problem.contains("forged") || problem.contains("ter@")));
    }

    @Test
    void what_looks_like_a_setting_but_for_its_case_is_no_setting_either(@TempDir Path folder) throws IOException {
        assertTrue(problems(Map.of("portside_port", "99")).getFirst().startsWith("portside_port is not a setting"));
        Path file = Files.writeString(folder.resolve(".env"), "PORTSIDE_PROT=99\n");
        InvalidSettings invalid = assertThrows(InvalidSettings.class, () -> Settings.read(Map.of(), file));
        assertTrue(String.valueOf(invalid.getMessage()).startsWith("PORTSIDE_PROT is not a setting"));
    }

    @Test
    void nothing_needs_to_be_set() {
        Settings settings = Settings.read(Map.of(), NO_FILE);

        assertEquals("embedded", settings.core().storage().name());
        assertTrue(place(settings).endsWith("/.portside"), place(settings));
        assertEquals("127.0.0.1", settings.server().host());
        assertEquals(8080, settings.server().port());
        assertEquals(1 << 20, settings.api().maxBody());
        assertEquals(20_000, settings.server().maxConnections());
        assertEquals(Duration.ofSeconds(20), settings.shutdownGrace());
        assertTrue(settings.core().cache().isPresent());
        assertTrue(settings.core().coalescing());
        assertEquals("javalin", settings.http().name());
        assertEquals("local", settings.effective().get("PORTSIDE_CACHE"));
        assertEquals("local", settings.core().cache().orElseThrow().name());
        assertEquals("16MiB", settings.effective().get("PORTSIDE_AVATAR_CACHE"));
    }

    @Test
    void what_is_set_decides_what_runs() {
        Settings settings = Settings.read(
                Map.of(
                        "DATABASE_URL", "postgres://ada:s3cret@db.example.org:5433/app",
                        "REDIS_URL", "redis://:hunter2@cache.example.org:6379",
                        "PORTSIDE_DB_POOL_MAX", "7",
                        "PORTSIDE_AVATAR_CACHE", "1MiB",
                        "PORTSIDE_CORS_ORIGINS", "https://a.example.org, http://localhost:3000",
                        "PORTSIDE_LOG_FORMAT", "json"),
                NO_FILE);

        assertEquals("postgres", settings.core().storage().name());
        assertEquals("PostgreSQL at jdbc:postgresql://db.example.org:5433/app", place(settings));
        assertEquals("7", settings.effective().get("PORTSIDE_DB_POOL_MAX"));
        assertEquals("(set, not shown)", settings.effective().get("DATABASE_URL"));
        assertEquals("redis", settings.effective().get("PORTSIDE_CACHE"));
        assertEquals("redis", settings.core().cache().orElseThrow().name());
        assertEquals("1MiB", settings.effective().get("PORTSIDE_AVATAR_CACHE"));
        assertEquals(
                new CorsOrigins.Exactly(Set.of("https://a.example.org", "http://localhost:3000")),
                settings.api().corsOrigins());
        assertTrue(settings.log().json());
        Settings other = Settings.read(Map.of("PORTSIDE_HTTP", "helidon", "PORTSIDE_COALESCING", "false"), NO_FILE);
        assertEquals("helidon", other.http().name());
        assertFalse(other.core().coalescing());
        assertEquals(OptionalInt.empty(), other.core().images().threads());
        CoreSettings.Images images = Settings.read(Map.of("PORTSIDE_IMAGE_THREADS", "3"), NO_FILE)
                .core()
                .images();
        assertEquals(OptionalInt.of(3), images.threads());
        assertEquals(
                Optional.empty(),
                Settings.read(Map.of("PORTSIDE_CACHE", "none"), NO_FILE).core().cache());
    }

    @Test
    void secrets_are_never_shown() {
        Settings settings = Settings.read(
                Map.of("DATABASE_URL", "postgres://ada:s3cret@db/app", "REDIS_URL", "redis://:hunter2@cache:6379"),
                NO_FILE);

        for (String shown : List.of(
                settings.toString(), Summary.of(settings), settings.effective().toString())) {
            assertFalse(shown.contains("s3cret"), shown);
            assertFalse(shown.contains("hunter2"), shown);
        }
        InvalidSettings invalid = assertThrows(
                InvalidSettings.class,
                () -> Settings.read(Map.of("DATABASE_URL", "mysql://ada:s3cret@db/app"), NO_FILE));
        assertFalse(String.valueOf(invalid.getMessage()).contains("s3cret"), invalid.getMessage());
    }

    @Test
    void every_problem_is_told_at_once() {
        List<String> problems = problems(Map.of(
                "PORTSIDE_DB_POOL_MAX", "many",
                "PORTSIDE_PROT", "80",
                "PORTSIDE_IDLE_TIMEOUT", "30",
                "PORTSIDE_MAX_BODY", "1MB",
                "PORTSIDE_AVATAR_CACHE", "2GiB",
                "PORTSIDE_CORS_ORIGINS", "app.example.org",
                "PORTSIDE_STORAGE", "oracle",
                "PORTSIDE_IMAGE_THREADS", "0",
                "PORTSIDE_HOST", "0.0.0.0"));

        assertEquals(9, problems.size(), problems.toString());
        assertTrue(
                problems.contains("PORTSIDE_DB_POOL_MAX must be between 1 and 1000, but was \"many\""),
                problems.toString());
        assertTrue(
                problems.contains("PORTSIDE_IMAGE_THREADS must be auto, or between 1 and 1024, but was \"0\""),
                problems.toString());
        assertTrue(problems.stream().anyMatch(problem -> problem.startsWith("PORTSIDE_PROT is not a setting")));
        assertTrue(problems.stream().anyMatch(problem -> problem.contains("PORTSIDE_ALLOW_UNAUTHENTICATED=true")));
    }

    @Test
    void a_value_may_lie_in_a_file_of_its_own(@TempDir Path folder) throws IOException {
        Path url = Files.writeString(folder.resolve("url"), "postgres://ada:s3cret@db.example.org/app\n");
        Settings settings = Settings.read(
                Map.of(
                        "DATABASE_URL_FILE",
                        url.toString(),
                        "PORTSIDE_PORT_FILE",
                        Files.writeString(folder.resolve("port"), "99").toString(),
                        "SOME_FILE",
                        "/nowhere"),
                NO_FILE);
        assertEquals("PostgreSQL at jdbc:postgresql://db.example.org:5432/app", place(settings));
        assertEquals(99, settings.server().port());

        assertEquals(
                List.of("DATABASE_URL and DATABASE_URL_FILE are both set; unset one of them"),
                problems(Map.of("DATABASE_URL_FILE", url.toString(), "DATABASE_URL", "postgres://db/app")));
        assertEquals(
                List.of("REDIS_URL_FILE must be a file with the value of REDIS_URL, but was \"/nowhere\""),
                problems(Map.of("REDIS_URL_FILE", "/nowhere")));
        Path wrong = Files.writeString(folder.resolve("wrong"), "mysql://ada:s3cret@db/app");
        assertFalse(problems(Map.of("DATABASE_URL_FILE", wrong.toString()))
                .toString()
                .contains("s3cret"));
        assertTrue(problems(Map.of("PORTSIDE_PROT_FILE", url.toString()))
                .getFirst()
                .startsWith("PORTSIDE_PROT is not a"));
    }

    @Test
    void a_password_of_another_database_is_neither_typed_nor_shown() {
        String address = "postgres://ada:s3cret@db.example.org/app";
        Settings settings = Settings.read(Map.of("PORTSIDE_COPY_FROM", address), NO_FILE);
        assertEquals("(set, not shown)", settings.effective().get("PORTSIDE_COPY_FROM"));

        String typed = assertThrows(InvalidSettings.class, () -> StorageCommands.copy(settings, Optional.of(address)))
                .toString();
        assertTrue(typed.contains("PORTSIDE_COPY_FROM_FILE"), typed);
        assertFalse(typed.contains("s3cret"), typed);

        Settings none = Settings.read(Map.of(), NO_FILE);
        String missing = assertThrows(InvalidSettings.class, () -> StorageCommands.copy(none, Optional.empty()))
                .toString();
        assertTrue(missing.contains("set PORTSIDE_COPY_FROM"), missing);
    }

    @Test
    void the_environment_goes_before_the_file_also_when_a_value_lies_in_a_file_of_its_own(@TempDir Path folder)
            throws IOException {
        Path value = Files.writeString(folder.resolve("value"), "postgres://named.example.org/app");
        String direct = "postgres://direct.example.org/app";
        Path dotEnv = folder.resolve(".env");

        Files.writeString(dotEnv, "DATABASE_URL=" + direct);
        Settings named = Settings.read(Map.of("DATABASE_URL_FILE", value.toString()), dotEnv);
        assertEquals("PostgreSQL at jdbc:postgresql://named.example.org:5432/app", place(named));

        Files.writeString(dotEnv, "DATABASE_URL_FILE=" + value);
        Settings typed = Settings.read(Map.of("DATABASE_URL", direct), dotEnv);
        assertEquals("PostgreSQL at jdbc:postgresql://direct.example.org:5432/app", place(typed));
    }

    @Test
    void contradictions_are_problems() {
        assertEquals(
                1,
                problems(Map.of("DATABASE_URL", "postgres://db/app", "PORTSIDE_STORAGE", "memory"))
                        .size());
        assertEquals(1, problems(Map.of("PORTSIDE_STORAGE", "postgres")).size());
        assertEquals(1, problems(Map.of("PORTSIDE_CACHE", "redis")).size());
        assertEquals(
                1,
                problems(Map.of("REDIS_URL", "redis://cache:6379", "PORTSIDE_CACHE", "local"))
                        .size());
        assertEquals(
                1,
                problems(Map.of("PORTSIDE_DB_POOL_MAX", "2", "PORTSIDE_DB_POOL_MIN", "3"))
                        .size());
        assertEquals(1, problems(Map.of("PORTSIDE_AUTH", "magic")).size());
    }

    @Test
    void the_environment_goes_before_the_file(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), """
            # a comment

            PORTSIDE_PORT=1234
            export PORTSIDE_DATA_DIR="some where"
            PORTSIDE_LOG_LEVEL='warn'
            OTHER=ignored
            """);

        Settings settings = Settings.read(Map.of("PORTSIDE_PORT", "99", "PORTSIDE_HOST", ""), file);

        assertEquals(99, settings.server().port());
        assertTrue(place(settings).endsWith("/some where"), place(settings));
        assertEquals("warn", settings.log().level());
        assertEquals("127.0.0.1", settings.server().host());
    }

    @Test
    void the_table_of_settings_has_every_setting_as_it_is_declared() throws IOException {
        String guide = Files.readString(Path.of("../docs/operations.md"));
        String table =
                guide.contains(TABLE_HEAD) ? guide.substring(guide.indexOf(TABLE_HEAD) + TABLE_HEAD.length()) : "";
        String rows = table.lines().takeWhile(line -> line.startsWith("|")).collect(Collectors.joining("\n"));

        assertEquals(declared().stream().map(SettingsTest::row).collect(Collectors.joining("\n")), rows);
    }

    private static String place(Settings settings) {
        return settings.core().storage().describe(settings.core().values());
    }

    private static List<String> problems(Map<String, String> environment) {
        InvalidSettings invalid = assertThrows(InvalidSettings.class, () -> Settings.read(environment, NO_FILE));
        return String.valueOf(invalid.getMessage()).lines().toList();
    }

    private static Collection<Setting<?>> declared() {
        Map<String, Setting<?>> settings = new LinkedHashMap<>();
        ServerSettingDeclarations.ALL.forEach(setting -> settings.put(setting.key(), setting));
        Installed installed = Installed.in(SettingsTest.class.getClassLoader());
        for (Adapters<?> adapters : List.of(installed.storages(), installed.caches(), installed.images())) {
            for (Adapter adapter : adapters.all()) {
                adapter.settings().forEach(setting -> settings.put(setting.key(), setting));
            }
        }
        return settings.values();
    }

    private static String row(Setting<?> setting) {
        String defaultText = setting.equals(ApiSettingDeclarations.MAX_BODY_MEMORY)
                ? "a quarter of the heap"
                : setting.defaultText().isEmpty() ? "–" : "`" + setting.defaultText() + "`";
        return "| `" + setting.key() + "` | " + defaultText + " | " + setting.expected() + " | "
                + setting.documentation() + " |";
    }
}

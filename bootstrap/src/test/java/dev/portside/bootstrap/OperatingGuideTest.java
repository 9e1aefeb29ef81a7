package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.Setting;
import dev.portside.core.Installed;
import dev.portside.http.pipeline.ApiSettingDeclarations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperatingGuideTest {

    private static final String HEAD = "| key | default | must be | meaning |\n|---|---|---|---|\n";

    @Test
    void the_table_of_settings_has_every_setting_as_it_is_declared() throws IOException {
        String guide = Files.readString(Path.of("../docs/operations.md"));
        String table = guide.contains(HEAD) ? guide.substring(guide.indexOf(HEAD) + HEAD.length()) : "";
        String rows = table.lines().takeWhile(line -> line.startsWith("|")).collect(Collectors.joining("\n"));

        assertEquals(settings().stream().map(OperatingGuideTest::row).collect(Collectors.joining("\n")), rows);
    }

    private static Collection<Setting<?>> settings() {
        Map<String, Setting<?>> settings = new LinkedHashMap<>();
        ServerSettingDeclarations.ALL.forEach(setting -> settings.put(setting.key(), setting));
        Installed installed = Installed.in(OperatingGuideTest.class.getClassLoader());
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

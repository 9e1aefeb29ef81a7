package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.Storage;
import dev.portside.core.HostResources;
import dev.portside.domain.user.User;
import dev.portside.testkit.user.UserFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStorageTest {

    private static final Host HOST = new HostResources(Duration.ofSeconds(10), List.of());

    @TempDir
    Path folder;

    @Test
    void the_server_ends_with_the_storage_and_what_is_kept_is_there_again() {
        User ada;
        try (Storage storage = open()) {
            storage.migrate();
            ada = UserFixtures.register(storage.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            storage.dependencies().forEach(Dependency::check);
        }
        Storage again = open();
        assertEquals(Optional.of(ada), again.users().byId(ada.id()));
        again.close();
        assertThrows(Fault.class, () -> again.users().byId(ada.id()));
    }

    private Storage open() {
        return new EmbeddedStorageAdapter().open(in(folder), HOST);
    }

    @Test
    void more_connections_than_the_server_admits_are_a_problem() {
        List<String> problems = new ArrayList<>();
        SettingValues values = set("PORTSIDE_DB_POOL_MAX", "101");
        new EmbeddedStorageAdapter().check(values, problems::add);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith("PORTSIDE_DB_POOL_MAX is 101, but"), problems.toString());
    }

    private static SettingValues in(Path folder) {
        return set("PORTSIDE_DATA_DIR", folder.toString());
    }

    private static SettingValues set(String key, String value) {
        return new SettingValues() {
            @Override
            public <T> T get(Setting<T> setting) {
                return setting.key().equals(key) ? setting.parse().apply(value).orElseThrow() : setting.defaultValue();
            }
        };
    }
}

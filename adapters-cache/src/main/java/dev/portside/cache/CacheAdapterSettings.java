package dev.portside.cache;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.cache.CacheSettings.Shared;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The settings that caches have in common, and what follows from them. */
final class CacheAdapterSettings {

    private static final Setting<Duration> TTL =
            Setting.duration("PORTSIDE_CACHE_TTL", "5s", CacheSettings.MIN_TTL, CacheSettings.MAX_TTL);
    private static final Setting<Integer> AVATARS =
            Setting.size("PORTSIDE_AVATAR_CACHE", "16MiB", 0, CacheSettings.MAX_AVATAR_BYTES);
    private static final Setting<String> NAMESPACE = new Setting<>(
            "PORTSIDE_CACHE_NAMESPACE",
            "portside",
            "1 to 64 letters, digits, dots, hyphens or underscores",
            false,
            text -> Optional.of(text).filter(CacheSettings::isNamespace));

    static final List<Setting<?>> ALL = List.of(TTL, AVATARS, NAMESPACE);

    private CacheAdapterSettings() {}

    static Cache open(SettingValues values, Host host, Shared shared) {
        return open(values, values.get(NAMESPACE), host, shared);
    }

    /** Its names begin as those that are set do, so that whoever looks into Redis can tell whose they are. */
    static Cache openForThisProcess(SettingValues values, Host host, Shared shared) {
        String own = "." + UUID.randomUUID();
        String set = values.get(NAMESPACE);
        int room = CacheSettings.MAX_NAMESPACE - own.length();
        return open(values, set.substring(0, Math.min(set.length(), room)) + own, host, shared);
    }

    private static Cache open(SettingValues values, String namespace, Host host, Shared shared) {
        CacheSettings defaults = CacheSettings.defaults(shared);
        CacheSettings settings = new CacheSettings(
                values.get(TTL),
                defaults.maxUsers(),
                defaults.maxLists(),
                values.get(AVATARS),
                defaults.commandBudget(),
                namespace,
                shared);
        return Cache.open(settings, host.given(MeterRegistry.class).orElseGet(SimpleMeterRegistry::new));
    }
}

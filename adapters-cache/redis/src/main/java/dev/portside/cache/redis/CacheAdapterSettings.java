package dev.portside.cache.redis;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.cache.CacheSettings;
import dev.portside.cache.redis.RedisSettings.Shared;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The settings of every cache and of this one, and what follows from them. */
final class CacheAdapterSettings {

    private static final Setting<String> NAMESPACE = new Setting<>(
            "PORTSIDE_CACHE_NAMESPACE",
            "portside",
            "1 to 64 letters, digits, dots, hyphens or underscores",
            false,
            text -> Optional.of(text).filter(RedisSettings::isNamespace));

    static final List<Setting<?>> ALL =
            Stream.concat(CacheSettings.ALL.stream(), Stream.of(NAMESPACE)).toList();

    private CacheAdapterSettings() {}

    static RedisCache open(SettingValues values, Host host, Shared shared) {
        return open(values, values.get(NAMESPACE), host, shared);
    }

    /** Its names begin as those that are set do, so that whoever looks into Redis can tell whose they are. */
    static RedisCache openForThisProcess(SettingValues values, Host host, Shared shared) {
        String own = "." + UUID.randomUUID();
        String set = values.get(NAMESPACE);
        int room = RedisSettings.MAX_NAMESPACE - own.length();
        return open(values, set.substring(0, Math.min(set.length(), room)) + own, host, shared);
    }

    private static RedisCache open(SettingValues values, String namespace, Host host, Shared shared) {
        RedisSettings defaults = RedisSettings.defaults(shared);
        RedisSettings settings =
                new RedisSettings(CacheSettings.of(values), defaults.commandBudget(), namespace, shared);
        return RedisCache.open(settings, host.given(MeterRegistry.class).orElseGet(SimpleMeterRegistry::new));
    }
}

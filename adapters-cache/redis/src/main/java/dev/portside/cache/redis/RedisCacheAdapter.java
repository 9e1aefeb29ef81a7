package dev.portside.cache.redis;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.cache.CacheLayer;
import dev.portside.cache.redis.RedisSettings.RedisUrl;
import dev.portside.cache.redis.RedisSettings.RedissonFile;
import dev.portside.cache.redis.RedisSettings.Shared;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Adapter of a cache that processes share through Redis. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class RedisCacheAdapter implements CacheAdapter {

    private static final Setting<Optional<String>> URL =
            Setting.secret("REDIS_URL", "`redis://host:6379`, `rediss://…`; Redis 6.2 or newer, or Valkey");
    private static final Setting<Optional<String>> FILE = Setting.optional(
            "PORTSIDE_REDIS_CONFIG", "instead of `REDIS_URL`: a Redisson YAML file, for clusters and sentinels");

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public List<Setting<?>> settings() {
        return Stream.concat(CacheAdapterSettings.ALL.stream(), activatingSettings().stream())
                .<Setting<?>>map(setting -> setting)
                .toList();
    }

    @Override
    public List<Setting<Optional<String>>> activatingSettings() {
        return List.of(URL, FILE);
    }

    @Override
    public void check(SettingValues values, Consumer<String> problems) {
        boolean url = values.get(URL).isPresent();
        boolean file = values.get(FILE).isPresent();
        if (url && file) {
            problems.accept("REDIS_URL and PORTSIDE_REDIS_CONFIG are both set; unset one of them");
        } else if (!url && !file) {
            problems.accept(
                    "PORTSIDE_CACHE is redis, but neither REDIS_URL nor PORTSIDE_REDIS_CONFIG is set; set REDIS_URL to "
                            + "redis://host:6379");
        } else {
            try {
                if (shared(values) instanceof RedissonFile config) {
                    var unused = RedissonSetup.file(config);
                }
            } catch (IllegalArgumentException e) {
                problems.accept((url ? "REDIS_URL " : "PORTSIDE_REDIS_CONFIG ") + e.getMessage());
            }
        }
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public CacheLayer open(SettingValues values, Host host) {
        return CacheAdapterSettings.open(values, host, shared(values));
    }

    /** Under names of its own, which Redis forgets when they have not been used for as long as any other. */
    @Override
    public CacheLayer openForThisProcess(SettingValues values, Host host) {
        return CacheAdapterSettings.openForThisProcess(values, host, shared(values));
    }

    private static Shared shared(SettingValues values) {
        return values.get(URL)
                .<Shared>map(RedisUrl::new)
                .orElseGet(() -> new RedissonFile(Path.of(values.get(FILE).orElseThrow())));
    }
}

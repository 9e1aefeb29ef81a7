package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.storage.SharedSecrets;
import dev.portside.cache.CacheSettings;
import dev.portside.cache.redis.RedisSettings.Shared;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The settings of every cache and of this one, and what follows from them. */
final class CacheAdapterSettings {

    private static final Setting<String> NAMESPACE = new Setting<>(
            "PORTSIDE_CACHE_NAMESPACE",
            "portside",
            "1 to 64 letters, digits, dots, hyphens or underscores",
            "prefix of names in Redis; deployments with different databases that share a Redis "
                    + "need different ones; with `PORTSIDE_STORAGE=memory`, each start adds a name of its own",
            false,
            text -> Optional.of(text).filter(RedisSettings::isNamespace));

    private static final int LEAST_SECRET = 32;

    private static final Setting<Optional<String>> SECRET = new Setting<>(
            "PORTSIDE_CACHE_SECRET",
            "",
            "at least " + LEAST_SECRET + " characters, the same on every node",
            "at least " + LEAST_SECRET
                    + " characters, the same on every node, that sign entries in Redis; only for storages"
                    + " of yours: PostgreSQL has a key of its own in the table `shared_secrets`",
            true,
            text -> text.isEmpty()
                    ? Optional.of(Optional.empty())
                    : Optional.of(Optional.of(text)).filter(some -> text.length() >= LEAST_SECRET));

    static final List<Setting<?>> ALL = Stream.concat(CacheSettings.ALL.stream(), Stream.of(NAMESPACE, SECRET))
            .toList();

    /** What the secret of a storage is called that this is signed with. */
    private static final String NAME = "cache";

    private CacheAdapterSettings() {}

    static RedisCache open(SettingValues values, Host host, Shared shared) {
        Supplier<byte[]> secret = values.get(SECRET)
                .<Supplier<byte[]>>map(text -> () -> sha256(text))
                .or(() -> host.given(SharedSecrets.class).map(secrets -> () -> secrets.secret(NAME)))
                .orElseThrow(
                        () -> new IllegalArgumentException("The storage has no secret that its nodes could share, with"
                                + " which they sign what they leave in Redis; set PORTSIDE_CACHE_SECRET to the same "
                                + LEAST_SECRET + " or more random characters on every node"));
        return open(values, values.get(NAMESPACE), secret, host, shared);
    }

    /** Prefix of its names, so that an operator who looks into Redis can see whose they are. */
    static RedisCache openForThisProcess(SettingValues values, Host host, Shared shared) {
        String own = "." + UUID.randomUUID();
        String set = values.get(NAMESPACE);
        int room = RedisSettings.MAX_NAMESPACE - own.length();
        byte[] secret = new byte[SharedSecrets.BYTES];
        new SecureRandom().nextBytes(secret);
        return open(values, set.substring(0, Math.min(set.length(), room)) + own, () -> secret, host, shared);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    private static RedisCache open(
            SettingValues values, String namespace, Supplier<byte[]> secret, Host host, Shared shared) {
        RedisSettings defaults = RedisSettings.defaults(shared);
        RedisSettings settings =
                new RedisSettings(CacheSettings.of(values), defaults.commandBudget(), namespace, shared);
        return RedisCache.open(settings, secret, host.given(MeterRegistry.class).orElseGet(SimpleMeterRegistry::new));
    }
}

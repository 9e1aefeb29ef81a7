package dev.portside.cache;

import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import java.time.Duration;
import java.util.List;

/**
 * Sizes and time to live of the cache of a process.
 *
 * @param ttl the oldest that an answer may be, 100 ms to 5 minutes. Nodes may differ in it
 * @param maxUsers how many users this process keeps by id, and as many by address; 1 to 10,000,000
 * @param maxLists how many parts of lists this process keeps, and as many counts; 1 to 1,000,000
 * @param maxAvatarBytes of what was made of avatars that this process keeps, 0 to 1 GiB
 */
public record CacheSettings(Duration ttl, int maxUsers, int maxLists, int maxAvatarBytes) {

    private static final Duration DEFAULT_TTL = Duration.ofSeconds(5);
    private static final Duration MIN_TTL = Duration.ofMillis(100);
    private static final Duration MAX_TTL = Duration.ofMinutes(5);

    /** With both of them full, some ten megabytes. */
    private static final int DEFAULT_MAX_USERS = 10_000;

    private static final int DEFAULT_MAX_LISTS = 500;

    /** Some thousand of the usual size. */
    private static final int DEFAULT_MAX_AVATAR_BYTES = 16 << 20;

    private static final int MAX_AVATAR_BYTES = 1 << 30;

    private static final Setting<Duration> TTL = Setting.duration(
            "PORTSIDE_CACHE_TTL", "5s", MIN_TTL, MAX_TTL, "staleness bound for changes of other nodes");
    private static final Setting<Integer> AVATARS = Setting.size(
            "PORTSIDE_AVATAR_CACHE",
            "16MiB",
            0,
            MAX_AVATAR_BYTES,
            "avatar variants kept in the process, unless `PORTSIDE_CACHE` is `none`; about a "
                    + "thousand of usual size");

    /** What {@link #of} reads. */
    public static final List<Setting<?>> ALL = List.of(TTL, AVATARS);

    /** The defaults: 5 s, 10,000 users, 500 lists, 16 MiB of avatars. */
    public static final CacheSettings DEFAULTS =
            new CacheSettings(DEFAULT_TTL, DEFAULT_MAX_USERS, DEFAULT_MAX_LISTS, DEFAULT_MAX_AVATAR_BYTES);

    /** @throws IllegalArgumentException when a component is out of its bounds */
    public CacheSettings {
        if (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0) {
            throw new IllegalArgumentException("ttl must be %d to %d milliseconds, but was %s"
                    .formatted(MIN_TTL.toMillis(), MAX_TTL.toMillis(), ttl));
        }
        requireBetween("maxUsers", maxUsers, 1, 10_000_000);
        requireBetween("maxLists", maxLists, 1, 1_000_000);
        requireBetween("maxAvatarBytes", maxAvatarBytes, 0, MAX_AVATAR_BYTES);
    }

    /** As they are set. */
    public static CacheSettings of(SettingValues values) {
        return new CacheSettings(values.get(TTL), DEFAULT_MAX_USERS, DEFAULT_MAX_LISTS, values.get(AVATARS));
    }

    private static void requireBetween(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("%s must be %d to %,d, but was %d".formatted(name, min, max, value));
        }
    }
}

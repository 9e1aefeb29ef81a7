package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portside.cache.ReadCounters;
import dev.portside.cache.RemoteUserCache;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Users in Redis. Redis is trusted with little, because it may answer late, forget, or carry out a command long after its
 * sender has given up:
 *
 * <ul>
 *   <li>A value says when it was read, on Redis' clock, and is not believed for longer than this node's ttl. Keys end at
 *       absolute times, so a command that was stuck does nothing once its data has expired.
 *   <li>A value is replaced only by one that is not older, whatever order the commands of racing nodes arrive in. What a
 *       write stores stays for longer than anything that was read before it could live, so that a slow reader finds it
 *       there and does not store the old state.
 *   <li>A node remembers, in its own memory, what it knows to have changed, and does not believe anything older. So
 *       after its own writes, and those that were announced to it, it does not depend on Redis at all.
 * </ul>
 */
final class RedisUsers implements RemoteUserCache {

    /** Keeps the newer value, and publishes on demand. Revisions are compared as two halves: Lua's numbers have 53 bits. */
    private static final String KEEP_NEWER = """
        local old = redis.pcall('GETRANGE', KEYS[1], 0, 8)
        local newer = false
        if type(old) == 'string' and #old >= 9 and string.byte(old, 1) == string.byte(ARGV[1], 1) then
          local oldHigh, oldLow = struct.unpack('>I4I4', old, 2)
          local high, low = struct.unpack('>I4I4', ARGV[1], 2)
          newer = oldHigh > high or (oldHigh == high and oldLow > low)
        end
        if not newer then
          redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[2])
        end
        if ARGV[3] then
          redis.call('PUBLISH', ARGV[3], ARGV[4])
        end
        return newer and 0 or 1
        """;

    private static final String FORGET = """
        redis.call('DEL', KEYS[1])
        return redis.call('PUBLISH', ARGV[1], ARGV[2])
        """;

    private static final String PUBLISH = "return redis.call('PUBLISH', ARGV[1], ARGV[2])";

    /** Time beyond the time to live for which a floor stands and a write's value stays: more than any inaccuracy of a clock. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final RedisLink link;
    private final String keyPrefix;
    private final long ttlMillis;
    private final LongSupplier nanoTime;
    private final UUID self;
    private final com.github.benmanes.caffeine.cache.Cache<UserId, Long> leastRevisions;
    private final ReadCounters reads;

    RedisUsers(RedisSettings settings, RedisLink link, UUID self, LongSupplier nanoTime, Metrics metrics) {
        this.link = link;
        this.keyPrefix = settings.namespace() + ":users:v2:";
        this.ttlMillis = settings.ttl().toMillis();
        this.nanoTime = nanoTime;
        this.self = self;
        // Not bounded in size: dropping one would break a promise, and there are only as many as writes in one ttl.
        this.leastRevisions = Caffeine.newBuilder()
                .expireAfterWrite(settings.ttl().plus(MARGIN))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        this.reads = metrics.reads("user");
    }

    @Override
    public Optional<Found> find(UserId id) {
        if (!link.circuit().isClosed()) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        Optional<Found> found = link.get(key(id), SharedUser.MAX_BYTES)
                .flatMap(bytes -> SharedUser.parse(bytes, id))
                // Asked only now: a floor that was raised while Redis was answering counts.
                .filter(value -> value.revision() >= leastRevision(id))
                .flatMap(value -> link.clock().flatMap(clock -> believe(value, clock, now)));
        if (found.isPresent()) {
            reads.hit();
        } else {
            reads.miss();
        }
        return found;
    }

    private Optional<Found> believe(SharedUser value, RedisClock clock, long now) {
        long left = value.readAt() + ttlMillis - clock.latest(now);
        // More than the ttl is left of what was read in the future: a clock has jumped, so its age is unknown.
        return left <= 0 || left > ttlMillis
                ? Optional.empty()
                : Optional.of(
                        new Found(value.user(), now + Duration.ofMillis(left).toNanos()));
    }

    @Override
    public OptionalLong readTime() {
        long now = nanoTime.getAsLong();
        return link.clock().map(clock -> OptionalLong.of(clock.earliest(now))).orElse(OptionalLong.empty());
    }

    @Override
    public void offer(User user, long readTime) {
        if (user.revision() >= leastRevision(user.id())) {
            SharedUser value = new SharedUser(user.id(), readTime, Optional.of(user));
            link.send("offer", KEEP_NEWER, keys(user.id()), sealed(value), ascii(readTime + ttlMillis));
        }
    }

    @Override
    public void raiseFloor(UserWrite write) {
        revisions(write).forEach(this::raiseFloor);
    }

    /** Raises the floor for a write of this node, or one that was announced to it. */
    void raiseFloor(UserId id, long leastRevision) {
        leastRevisions.asMap().merge(id, leastRevision, Math::max);
    }

    @Override
    public void announce(UserWrite write, OptionalLong readTime) {
        Optional<String> channel = link.channel();
        if (channel.isEmpty()) {
            return;
        }
        byte[] to = channel.get().getBytes(UTF_8);
        byte[] message = link.sealedMessage(new UserChanges(self, revisions(write)).toBytes());
        switch (write) {
            case UserWrite.Registered() -> link.run("announce", PUBLISH, keysOfNone(), to, message);
            case UserWrite.Doubtful(UserId id) -> link.run("announce", FORGET, keys(id), to, message);
            case UserWrite.Updated(User user) -> replace(user.id(), Optional.of(user), readTime, to, message);
            case UserWrite.Removed(UserId id) -> replace(id, Optional.empty(), readTime, to, message);
        }
    }

    private void replace(UserId id, Optional<User> user, OptionalLong readTime, byte[] channel, byte[] message) {
        Optional<RedisClock> clock = link.clock();
        if (readTime.isEmpty() || clock.isEmpty()) {
            link.run("announce", FORGET, keys(id), channel, message);
            return;
        }
        byte[] value = sealed(new SharedUser(id, readTime.getAsLong(), user));
        long end = clock.get().latest(nanoTime.getAsLong()) + ttlMillis + MARGIN.toMillis();
        link.run("announce", KEEP_NEWER, keys(id), value, ascii(end), channel, message);
    }

    private static Map<UserId, Long> revisions(UserWrite write) {
        return switch (write) {
            case UserWrite.Registered() -> Map.of();
            case UserWrite.Updated(User user) -> Map.of(user.id(), user.revision());
            case UserWrite.Removed(UserId id) -> Map.of(id, SharedUser.REMOVED);
            // Only the certainty that it was removed passes this, and that is never wrong.
            case UserWrite.Doubtful(UserId id) -> Map.of(id, SharedUser.REMOVED);
        };
    }

    private long leastRevision(UserId id) {
        Long least = leastRevisions.getIfPresent(id);
        return least == null ? 0 : least;
    }

    private byte[] sealed(SharedUser value) {
        return link.seal().close(key(value.id()), value.toBytes());
    }

    private String key(UserId id) {
        return keyPrefix + id.value();
    }

    private List<Object> keys(UserId id) {
        return List.of(key(id));
    }

    /** Any node of a cluster may publish, but a script needs a key to find its way to one. */
    private List<Object> keysOfNone() {
        return List.of(keyPrefix + "none");
    }

    private static byte[] ascii(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }
}

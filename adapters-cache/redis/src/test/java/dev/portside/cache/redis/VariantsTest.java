package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.VariantCache;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.cache.CacheSettings;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.VariantCacheContract;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestRedis;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Variants of avatars, on one node and between two, with a Redis that works, is unreachable, hangs or lies. */
@Timeout(90)
class VariantsTest {

    /** As CachingVariants has it. */
    private static final Duration UNUSUAL_KEPT_FOR = Duration.ofMinutes(1);

    private static final AvatarVariant VARIANT = VariantCacheContract.variant(1, 256, ImageFormat.JPEG, "jdk");
    private static final AvatarVariant OTHER = VariantCacheContract.variant(2, 256, ImageFormat.JPEG, "jdk");
    private static final byte[] FILE = VariantCacheContract.file(VARIANT, 20_000);
    private static final Duration BUDGET = Duration.ofMillis(50);

    private final PrivateRedis redis = TestRedis.startPrivate();
    private final RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(redis.url()), Node.LONG_TTL);

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void what_one_node_has_made_another_need_not_make() {
        try (Node one = open(settings);
                Node two = open(settings)) {
            one.cache().variants().put(VARIANT, FILE);
            awaitKey(VARIANT);

            byte[] found = two.cache().variants().get(VARIANT).orElseThrow();

            assertArrayEquals(FILE, found);
            assertSame(found, two.cache().variants().get(VARIANT).orElseThrow());
            assertEquals(1, two.reads("redis", "avatar", "hit"));
            assertEquals(1, two.reads("local", "avatar", "hit"));
            assertEquals(1, two.reads("local", "avatar", "miss"));
            long seconds = Long.parseLong(say("TTL " + key(VARIANT)).substring(1));
            assertTrue(seconds > 3_500 && seconds <= 3_600, () -> "ends in " + seconds + " s");
        }
    }

    @Test
    void large_files_stay_on_their_node() {
        byte[] large = VariantCacheContract.file(VARIANT, RedisVariants.MAX_BYTES + 1);
        try (Node node = open(settings)) {
            node.cache().variants().put(VARIANT, large);
            node.cache().variants().put(OTHER, FILE);
            awaitKey(OTHER);

            assertEquals(":0", say("EXISTS " + key(VARIANT)));
            assertSame(large, node.cache().variants().get(VARIANT).orElseThrow());
        }
    }

    @Test
    void whoever_asks_for_one_size_after_the_other_takes_no_room_from_what_others_ask_for() {
        RedisSettings small = Node.withProcess(settings, new CacheSettings(Node.LONG_TTL, 1, 1, 1_000_000), BUDGET);
        try (Node node = open(small)) {
            VariantCache variants = node.cache().variants();
            for (int original = 0; original < 20; original++) {
                variants.put(VariantCacheContract.variant(original, 256, ImageFormat.JPEG, "jdk"), FILE);
            }
            for (int size = AvatarSize.MIN; size <= AvatarSize.MAX; size++) {
                AvatarVariant variant = VariantCacheContract.variant(1, size, ImageFormat.PNG, "jdk");
                if (!variant.size().isUsual()) {
                    variants.put(variant, FILE);
                }
            }

            for (int original = 0; original < 20; original++) {
                AvatarVariant variant = VariantCacheContract.variant(original, 256, ImageFormat.JPEG, "jdk");
                assertSame(FILE, variants.get(variant).orElseThrow());
            }
        }
    }

    @Test
    void an_unusual_size_is_remembered_for_a_moment_and_not_shared() {
        AvatarVariant unusual = VariantCacheContract.variant(1, 100, ImageFormat.JPEG, "jdk");
        try (Node node = open(settings)) {
            VariantCache variants = node.cache().variants();
            variants.put(unusual, FILE);
            variants.put(VARIANT, FILE);
            awaitKey(VARIANT);

            assertSame(FILE, variants.get(unusual).orElseThrow());
            assertEquals(":0", say("EXISTS " + key(unusual)));
            node.skip(UNUSUAL_KEPT_FOR);
            assertEquals(Optional.empty(), variants.get(unusual));
            assertSame(FILE, variants.get(VARIANT).orElseThrow());
        }
    }

    @Test
    void what_is_not_what_was_written_is_not_believed() {
        try (Node node = open(settings);
                Node other = open(settings)) {
            node.cache().variants().put(VARIANT, FILE);
            node.cache().variants().put(OTHER, VariantCacheContract.file(OTHER, 20_000));
            awaitKey(VARIANT);
            awaitKey(OTHER);

            // Damaged, longer, another's, and nothing of ours.
            assertEquals(":20017", say("SETRANGE " + key(VARIANT) + " 5000 lie"));
            assertEquals(Optional.empty(), other.cache().variants().get(VARIANT));
            assertEquals(":20018", say("APPEND " + key(OTHER) + " x"));
            assertEquals(Optional.empty(), other.cache().variants().get(OTHER));
            assertEquals("+OK", say("SET " + key(OTHER) + " GIF89a"));
            assertEquals(Optional.empty(), other.cache().variants().get(OTHER));
            node.cache().variants().put(OTHER, VariantCacheContract.file(OTHER, 10));
            Node.await("written again", () -> say("STRLEN " + key(OTHER)).equals(":27"));
            assertEquals(":1", say("COPY " + key(OTHER) + " " + key(VARIANT) + " REPLACE"));
            assertEquals(Optional.empty(), other.cache().variants().get(VARIANT));
            assertTrue(other.usesRedis());
        }
    }

    @Test
    void what_goes_wrong_with_a_file_is_counted_and_does_not_take_the_users_their_redis() {
        try (Node node = open(settings)) {
            assertEquals("+OK", say("ACL SETUSER default resetkeys ~*:users:*"));

            assertEquals(Optional.empty(), node.cache().variants().get(VARIANT));

            assertEquals(1, failures(node, "get file"));
            assertTrue(node.usesRedis());
            assertEquals(0, node.link().circuit().openings());
        }
    }

    @Test
    void that_redis_does_not_take_a_file_is_counted_and_does_not_take_the_users_their_redis() {
        try (Node node = open(settings)) {
            assertEquals("+OK", say("ACL SETUSER default resetkeys ~*:users:*"));

            node.cache().variants().put(VARIANT, FILE);
            Node.await("Redis has refused it", () -> failures(node, "offer file") == 1);

            assertTrue(node.usesRedis());
            assertEquals(0, node.link().circuit().openings());
        }
    }

    @Test
    void a_silent_redis_costs_looks_a_budget_until_a_beat_has_noticed_and_then_nothing() {
        try (Node node = open(Node.withBudget(settings, BUDGET))) {
            VariantCache variants = node.cache().variants();
            variants.put(VARIANT, FILE);
            awaitKey(VARIANT);
            node.awaitRedis();
            redis.pause();

            assertEquals(Optional.empty(), variants.get(OTHER));
            assertEquals(1, failures(node, "get file"));
            Node.await("the beat has noticed", () -> !node.usesRedis());
            double asked = failures(node, "get file");
            for (int i = 0; i < 1_000; i++) {
                assertSame(FILE, variants.get(VARIANT).orElseThrow());
                assertEquals(Optional.empty(), variants.get(OTHER));
                variants.put(VARIANT, FILE);
            }
            assertEquals(asked, failures(node, "get file"), "Redis was asked though it was known to be silent");

            redis.resume();
        }
    }

    @Test
    void what_is_on_its_way_to_a_silent_redis_is_bounded() {
        try (Node node = open(settings)) {
            RedisLink link = node.link();
            RedisVariants shared = new RedisVariants(settings, link, new Metrics(node.meters()));
            byte[] half = VariantCacheContract.file(VARIANT, RedisVariants.MAX_BYTES / 2);
            redis.pause();

            for (int i = 0; i < 100; i++) {
                shared.offer(VARIANT, half);
            }

            assertTrue(shared.sendingBytes() <= RedisVariants.MAX_SENDING, () -> shared.sendingBytes() + " bytes");
            redis.resume();
            Node.await("all have arrived or failed", () -> shared.sendingBytes() == 0);
        }
    }

    @Test
    void without_redis_a_node_remembers_for_itself() {
        redis.kill();
        try (Node node = Node.open(settings, new InMemoryUserStore())) {
            node.cache().variants().put(VARIANT, FILE);

            assertSame(FILE, node.cache().variants().get(VARIANT).orElseThrow());
            assertEquals(Optional.empty(), node.cache().variants().get(OTHER));

            redis.startAgain();
            node.awaitRedis();
            node.cache().variants().put(OTHER, FILE);
            awaitKey(OTHER);
        }
    }

    private static double failures(Node node, String command) {
        return node.meters().find("portside.cache.redis.failures").tag("command", command).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static Node open(RedisSettings settings) {
        return Node.open(settings, new InMemoryUserStore()).awaitRedis();
    }

    private void awaitKey(AvatarVariant variant) {
        Node.await("Redis has it", () -> say("EXISTS " + key(variant)).equals(":1"));
    }

    private String key(AvatarVariant variant) {
        return settings.namespace() + ":avatars:v2:" + SharedVariant.name(variant);
    }

    private String say(String command) {
        return RawRedis.say(redis.url(), command);
    }
}

package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;
import org.redisson.client.RedisTimeoutException;

/** Values in Redis: this version of the cache reads back all that it writes, and nothing else. */
class FormatsTest {

    private static final UserId ID = new UserId(Long.MAX_VALUE);
    private static final User USER = new User(
            ID,
            new UserName("Ada \uD83D\uDC69\u200D\uD83D\uDD2C Łovelace".repeat(3)),
            new EmailAddress("ada@example.org"),
            Instant.parse("-2026-03-29T12:00:00.000001Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            1L << 60);

    @Test
    void a_user_and_a_removal_are_read_as_they_were_written() {
        SharedUser user = new SharedUser(ID, 1_700_000_000_123L, Optional.of(USER));
        SharedUser removed = new SharedUser(ID, 1_700_000_000_123L, Optional.empty());

        assertEquals(Optional.of(user), SharedUser.parse(user.toBytes(), ID));
        assertEquals(Optional.of(removed), SharedUser.parse(removed.toBytes(), ID));
        assertTrue(removed.revision() > user.revision());
    }

    @Test
    void anything_else_is_no_answer() {
        byte[] bytes = new SharedUser(ID, 1, Optional.of(USER)).toBytes();
        assertEquals(Optional.empty(), SharedUser.parse(bytes, new UserId(1)));
        for (int length = 0; length < bytes.length; length++) {
            assertEquals(Optional.empty(), SharedUser.parse(Arrays.copyOf(bytes, length), ID));
        }
        assertEquals(Optional.empty(), SharedUser.parse(Arrays.copyOf(bytes, bytes.length + 1), ID));
        byte[] foreign = bytes.clone();
        foreign[0] = 3;
        assertEquals(Optional.empty(), SharedUser.parse(foreign, ID));
    }

    @Test
    void damaged_bytes_never_throw() {
        Random random = new Random(1);
        byte[] bytes = new SharedUser(ID, 1, Optional.of(USER)).toBytes();
        int readable = 0;
        for (int n = 0; n < 20_000; n++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i < 3; i++) {
                damaged[1 + random.nextInt(damaged.length - 1)] = (byte) random.nextInt();
            }
            readable += SharedUser.parse(damaged, ID).isPresent() ? 1 : 0;
        }
        assertTrue(readable < 20_000);
    }

    @Test
    void a_message_is_read_as_it_was_written_and_anything_else_is_none() {
        UserChanges none = new UserChanges(UUID.randomUUID(), Map.of());
        UserChanges two = new UserChanges(UUID.randomUUID(), Map.of(ID, 7L, new UserId(1), SharedUser.REMOVED));

        assertEquals(Optional.of(none), UserChanges.parse(none.toBytes()));
        assertEquals(Optional.of(two), UserChanges.parse(two.toBytes()));

        byte[] bytes = two.toBytes();
        assertEquals(Optional.empty(), UserChanges.parse(new byte[0]));
        assertEquals(Optional.empty(), UserChanges.parse(Arrays.copyOf(bytes, bytes.length - 1)));
        Arrays.fill(bytes, 17, 25, (byte) 0);
        assertEquals(Optional.empty(), UserChanges.parse(bytes));
        bytes[0] = 3;
        assertEquals(Optional.empty(), UserChanges.parse(bytes));
    }

    @Test
    void the_clock_of_redis_is_never_taken_for_earlier_or_later_than_it_can_be() {
        long millis = 1_000_000;
        // Asked at 0, answered 30 ms later: Redis' clock was read somewhere in between.
        RedisClock clock = new RedisClock(millis, 0, Duration.ofMillis(30).toNanos());
        long later = Duration.ofMillis(130).toNanos();

        assertEquals(millis + 100, clock.earliest(later));
        assertEquals(millis + 131, clock.latest(later));
        assertEquals(millis - 30, clock.earliest(0));
        assertEquals(millis + 132, clock.latest(later + 1));
    }

    @Test
    void reasons_for_the_log_tell_nothing_of_what_was_in_the_command() {
        Duration patience = Duration.ofMillis(50);
        Throwable late = new TimeoutException();
        Throwable refused = new RedisException(
                "OOM command not allowed when used memory > 'maxmemory'. channel: [id: 0x1] command: (EVALSHA),"
                        + " params: [ada]");
        Throwable silent = new RedisTimeoutException("Redis server response timeout command: (GET), params: [ada]");

        assertEquals("no answer within 50 ms", RedisFailures.reason(late, patience));
        assertEquals(
                "RedisException: OOM command not allowed when used memory > 'maxmemory'",
                RedisFailures.reason(new CompletionException(refused), patience));
        assertFalse(RedisFailures.reason(silent, patience).contains("ada"));
    }
}

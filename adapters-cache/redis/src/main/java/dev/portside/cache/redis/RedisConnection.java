package dev.portside.cache.redis;

import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.BaseStatusListener;
import org.redisson.client.DefaultNettyHook;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;

/**
 * A Redis that has been reached once. Redisson reconnects by itself from then on, and subscribes again.
 *
 * @param channel the channel's name on the wire, which the Redisson file may have given a prefix
 */
record RedisConnection(RedissonClient client, String channel) implements AutoCloseable {

    /** Listener of the channel. Called on Redisson's threads, so must not block. */
    interface Subscriber {

        void received(byte[] message);

        /** A subscription begins, at first or again; before it, messages may have been missed. */
        void subscribed();
    }

    /**
     * Does what the cache needs to be able to do: read the clock, write, and let keys end at a time (Redis 6.2). The
     * time is formatted because Lua would print such a number with an exponent.
     */
    private static final String PROBE = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        redis.call('SET', KEYS[1], '', 'PXAT', string.format('%.0f', now + 1000))
        return now
        """;

    /** As a script, because Redisson has no method for it. Other things than strings, which are never stored here, count as absent. */
    private static final String BEGINNING = """
        local found = redis.pcall('GETRANGE', KEYS[1], 0, ARGV[1])
        if type(found) == 'table' and found.err and string.find(found.err, 'WRONGTYPE', 1, true) then
          return ''
        end
        return found
        """;

    private static final long SHUTDOWN_SECONDS = 1;

    /** Connects and subscribes; waits for both. Throws what Redisson throws, and then leaves nothing behind. */
    static RedisConnection open(
            Config config, String channel, String warmUpKey, Subscriber subscriber, Runnable exceeded) {
        AtomicReference<@Nullable Throwable> handshake = new AtomicReference<>();
        config.setNettyHook(new DefaultNettyHook() {
            @Override
            public void afterChannelInitialization(Channel connection) {
                ReplyLimit.addTo(connection, exceeded);
                connection.pipeline().addLast(new HandshakeWatch(handshake));
            }
        });
        RedissonClient client = create(config, handshake);
        try {
            RTopic topic = client.getTopic(channel, ByteArrayCodec.INSTANCE);
            topic.addListener(new BaseStatusListener() {
                @Override
                public void onSubscribe(String name) {
                    subscriber.subscribed();
                }
            });
            topic.addListener(byte[].class, (name, message) -> subscriber.received(message));
            // Loads the classes that the first request would otherwise wait for.
            RedisConnection connection =
                    new RedisConnection(client, topic.getChannelNames().getFirst());
            var unused = connection.get(warmUpKey, 1).join();
            return connection;
        } catch (RuntimeException e) {
            shutdown(client);
            throw e;
        }
    }

    private static RedissonClient create(Config config, AtomicReference<@Nullable Throwable> handshake) {
        try {
            return Redisson.create(config);
        } catch (RuntimeException e) {
            Throwable tls = handshake.get();
            throw tls == null ? e : new CompletionException(tls);
        }
    }

    /** What the key holds, or null; of what is longer than the limit, so much and one byte. */
    CompletableFuture<byte @Nullable []> get(String key, int limit) {
        return client.getScript(ByteArrayCodec.INSTANCE)
                .<byte[]>evalAsync(RScript.Mode.READ_ONLY, BEGINNING, RScript.ReturnType.VALUE, List.of(key), (Object)
                        Integer.toString(limit).getBytes(StandardCharsets.US_ASCII))
                .<byte @Nullable []>thenApply(bytes -> bytes == null || bytes.length == 0 ? null : bytes)
                .toCompletableFuture();
    }

    CompletableFuture<Long> eval(String script, List<Object> keys, byte[]... values) {
        return client.getScript(ByteArrayCodec.INSTANCE)
                .<Long>evalAsync(RScript.Mode.READ_WRITE, script, RScript.ReturnType.LONG, keys, (Object[]) values)
                .toCompletableFuture();
    }

    /** The time in Redis, in milliseconds since 1970; fails unless Redis can do what the cache needs. */
    CompletableFuture<Long> time(String probeKey) {
        return eval(PROBE, List.of(probeKey));
    }

    @Override
    public void close() {
        shutdown(client);
    }

    private static void shutdown(RedissonClient client) {
        // The closing thread interrupts this one; interrupted, Redisson would leave its own threads behind.
        boolean interrupted = Thread.interrupted();
        client.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.portside.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.BaseStatusListener;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis and its health. A thread of its own connects, however long that takes, and then asks Redis for the
 * time again and again: that keeps its clock known, finds out when it fails, and is the probe when it has failed. A
 * request waits for Redis no longer than the budget, and not at all while the {@link Circuit} is open.
 */
final class RedisLink implements AutoCloseable {

    /** Who is told what comes through the channel. Called on Redisson's threads, so must not block. */
    interface Subscriber {

        void received(byte[] message);

        /** A subscription begins, at first or again; before it, messages may have been missed. */
        void subscribed();
    }

    private record Connected(RedissonClient client, String channel) {}

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

    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

    private static final Duration LONGEST_BEAT = Duration.ofSeconds(1);
    /**
     * While all is well, the beat may take longer than a request may wait: it must not give up on Redis because this
     * machine was busy for a moment. To close the circuit, it has to be as fast as requests need it.
     */
    private static final Duration BEAT_BUDGET = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** For the first command, which loads hundreds of classes and is waited for by nobody. */
    private static final Duration FIRST_BUDGET = Duration.ofSeconds(2);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final Config config;
    private final String channel;
    private final String probeKey;
    private final Duration budget;
    private final Duration beat;
    private final Duration beatBudget;
    private final Subscriber subscriber;
    private final LongSupplier nanoTime;
    private final Metrics metrics;
    private final Circuit circuit;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::live, "portside-cache-redis");
    private volatile @Nullable Connected connected;
    private volatile @Nullable RedisClock clock;
    private Duration pause = LONGEST_BEAT;

    RedisLink(CacheSettings settings, Config config, Subscriber subscriber, LongSupplier nanoTime, Metrics metrics) {
        this.config = config;
        this.channel = settings.namespace() + ":users:v1:changes";
        this.probeKey = settings.namespace() + ":users:v1:probe";
        this.budget = settings.commandBudget();
        Duration fifth = settings.ttl().dividedBy(5);
        this.beat = fifth.compareTo(LONGEST_BEAT) < 0 ? fifth : LONGEST_BEAT;
        this.beatBudget = budget.compareTo(BEAT_BUDGET) < 0 ? BEAT_BUDGET : budget;
        this.subscriber = subscriber;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.circuit = new Circuit(settings.ttl(), nanoTime);
        metrics.circuit(() -> !circuit.isClosed());
        thread.setDaemon(true);
    }

    /** Begins to connect, in the background. */
    void start() {
        thread.start();
    }

    Circuit circuit() {
        return circuit;
    }

    /** Empty until Redis has first told the time. */
    Optional<RedisClock> clock() {
        return Optional.ofNullable(clock);
    }

    /** What the key holds; empty when it holds nothing, or Redis did not say so in time. */
    Optional<byte[]> get(String key) {
        return ask(
                "get",
                to -> to.client()
                        .<byte[]>getBucket(key, ByteArrayCodec.INSTANCE)
                        .getAsync());
    }

    /** Runs the script and waits for its end, within the budget. */
    void run(String command, String script, List<Object> keys, byte[]... values) {
        ask(command, to -> eval(to, script, keys, values));
    }

    /** Runs the script some time soon. */
    void send(String command, String script, List<Object> keys, byte[]... values) {
        Connected to = connected;
        if (to == null || !circuit.isClosed()) {
            return;
        }
        try {
            eval(to, script, keys, values).whenComplete((done, e) -> {
                if (e != null) {
                    failed(command, e, budget);
                }
            });
        } catch (RuntimeException e) {
            failed(command, e, budget);
        }
    }

    /** The channel's name on the wire, for scripts that publish; empty while there is no connection. */
    Optional<String> channel() {
        return Optional.ofNullable(connected).map(Connected::channel);
    }

    /** Whether Redis answers right now, whatever the circuit says. */
    boolean answers() {
        Connected to = connected;
        return to != null && probe(to, budget);
    }

    @Override
    public void close() {
        circuit.retire();
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Optional<T> ask(String command, Function<Connected, RFuture<T>> call) {
        Connected to = connected;
        if (to == null || !circuit.isClosed()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    call.apply(to).toCompletableFuture().get(budget.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Somebody wants this request to end; Redis is not to blame.
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            failed(command, e, budget);
        }
        return Optional.empty();
    }

    private static RFuture<Long> eval(Connected to, String script, List<Object> keys, byte[]... values) {
        return to.client()
                .getScript(ByteArrayCodec.INSTANCE)
                .evalAsync(RScript.Mode.READ_WRITE, script, RScript.ReturnType.LONG, keys, (Object[]) values);
    }

    private void failed(String command, Throwable failure, Duration patience) {
        metrics.failures(command).increment();
        circuit.failed(command + ": " + RedisFailures.reason(failure, patience));
    }

    private void live() {
        try {
            Duration wait = Duration.ZERO;
            while (!closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                Connected to = connected;
                wait = to == null ? connect() : beat(to);
            }
        } catch (InterruptedException e) {
            LOG.debug("Interrupted, as closing does");
        } finally {
            disconnect();
        }
    }

    /** @return how long to wait then */
    private Duration connect() {
        RedissonClient client = null;
        try {
            client = Redisson.create(config);
            RTopic topic = client.getTopic(channel, ByteArrayCodec.INSTANCE);
            topic.addListener(new BaseStatusListener() {
                @Override
                public void onSubscribe(String name) {
                    subscriber.subscribed();
                }
            });
            topic.addListener(byte[].class, (name, message) -> subscriber.received(message));
            Connected to = new Connected(client, topic.getChannelNames().getFirst());
            client.getBucket(probeKey, ByteArrayCodec.INSTANCE).get();
            if (!probe(to, FIRST_BUDGET)) {
                throw new IllegalStateException(
                        "it connects, but does not do what is needed; is it Redis 6.2 or newer?");
            }
            connected = to;
            circuit.close();
            return beat;
        } catch (RuntimeException e) {
            if (client != null) {
                shutdown(client);
            }
            if (pause.equals(LONGEST_BEAT)) {
                LOG.warn(
                        "Redis cannot be used yet ({}). Trying on; until then each node caches for itself.",
                        RedisFailures.reason(e, FIRST_BUDGET));
            }
            Duration now = pause;
            pause = now.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? now.multipliedBy(2) : LONGEST_PAUSE;
            return now;
        }
    }

    /** @return how long to wait then */
    private Duration beat(Connected to) {
        boolean closed = circuit.isClosed();
        if ((closed || circuit.mayClose()) && probe(to, closed ? beatBudget : budget)) {
            circuit.close();
        }
        return beat;
    }

    private boolean probe(Connected to, Duration patience) {
        long askedAt = nanoTime.getAsLong();
        try {
            long millis = eval(to, PROBE, List.of(probeKey))
                    .toCompletableFuture()
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
            clock = new RedisClock(millis, askedAt, nanoTime.getAsLong());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            failed("probe", e, patience);
        }
        return false;
    }

    private void disconnect() {
        Connected to = connected;
        connected = null;
        if (to != null) {
            shutdown(to.client());
        }
    }

    private static void shutdown(RedissonClient client) {
        // Connecting and closing both interrupt; without this, Redisson would leave its threads behind.
        boolean interrupted = Thread.interrupted();
        client.shutdown(0, CLOSE_LIMIT.toMillis() / 2, TimeUnit.MILLISECONDS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

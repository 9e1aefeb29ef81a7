package dev.portside.cache.redis;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis and its health. A thread of its own connects, however long that takes, and then asks Redis for the
 * time again and again: that keeps its clock known, finds out when it fails, and is the probe when it has failed. A
 * request waits for Redis no longer than the budget, and not at all while the {@link Circuit} is open.
 */
final class RedisLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

    private static final Duration LONGEST_BEAT = Duration.ofSeconds(1);
    /**
     * While all is well, the beat may take longer than a request may wait: it must not give up on Redis because this
     * machine was busy for a moment. To close the circuit, it has to be as fast as requests need it.
     */
    private static final Duration BEAT_BUDGET = Duration.ofMillis(500);

    /**
     * Age after which the clock of Redis is not relied on: no beat is that late. So when the machine was suspended, or its wall
     * clock was set, Redis is asked first, and nothing is shared with a time that was guessed.
     */
    private static final Duration CLOCK_AGE = LONGEST_BEAT.multipliedBy(3);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** For the first command, which loads hundreds of classes and which no caller waits for. */
    private static final Duration FIRST_BUDGET = Duration.ofSeconds(2);

    /** Who floods this with forgeries must not flood the storage with questions. */
    private static final Duration LEAST_BETWEEN_REFRESHES = Duration.ofSeconds(10);

    /** Where each attempt fails in words of its own, a message has at most this length. */
    private static final int MOST_REASONS = 10;

    /** Longer than Redisson takes to shut down. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    /** Consequence of a command that fails. */
    private enum Consequence {
        /** Redis is done without, until it answers again. */
        OPENS,
        /** Whether it is done without is left to the beat, and to commands whose failure could leave a user out of date. */
        COUNTED
    }

    private final Config config;
    private final String channel;
    private final String probeKey;
    private final Duration budget;
    private final Duration beat;
    private final Duration beatBudget;
    private final RedisConnection.Subscriber subscriber;
    private final Seal seal;
    private final LongSupplier nanoTime;
    private final Metrics metrics;
    private final Circuit circuit;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::live, "portside-cache-redis");
    private volatile @Nullable RedisConnection connected;
    private volatile @Nullable RedisClock clock;
    private final AtomicBoolean forgeryLogged = new AtomicBoolean();
    private final AtomicLong attempts = new AtomicLong();
    private final Set<String> reasons = new HashSet<>();
    private volatile boolean doubted;
    private long refreshedAt;
    private Duration pause = LONGEST_BEAT;

    RedisLink(
            RedisSettings settings,
            Config config,
            RedisConnection.Subscriber subscriber,
            Seal seal,
            LongSupplier nanoTime,
            Metrics metrics) {
        this.config = config;
        this.channel = settings.namespace() + ":users:v2:changes";
        this.probeKey = settings.namespace() + ":users:v2:probe";
        this.budget = settings.commandBudget();
        Duration fifth = settings.ttl().dividedBy(5);
        this.beat = fifth.compareTo(LONGEST_BEAT) < 0 ? fifth : LONGEST_BEAT;
        this.beatBudget = budget.compareTo(BEAT_BUDGET) < 0 ? BEAT_BUDGET : budget;
        this.subscriber = subscriber;
        this.seal = seal;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.circuit = new Circuit(settings.ttl(), nanoTime);
        metrics.circuit(() -> !circuit.isClosed());
        thread.setDaemon(true);
    }

    /** How often it was tried to connect. */
    long attempts() {
        return attempts.get();
    }

    /** Begins to connect, in the background. */
    void start() {
        thread.start();
    }

    Circuit circuit() {
        return circuit;
    }

    /** Returns the clock of Redis; empty until its first answer, and when that is too old. */
    Optional<RedisClock> clock() {
        RedisClock known = clock;
        return known == null || nanoTime.getAsLong() - known.answeredAt() > CLOCK_AGE.toNanos()
                ? Optional.empty()
                : Optional.of(known);
    }

    /**
     * What a node has left under this key; empty when there is nothing, when Redis did not say so in time, or when what is there was
     * written without the secret, or is larger than this.
     */
    Optional<byte[]> get(String key, int limit) {
        return ask("get", Consequence.OPENS, to -> to.get(key, limit + Seal.BYTES))
                .flatMap(bytes -> open("user", key, bytes, limit));
    }

    /** The same, for what says nothing of the health of Redis when it comes late: a file takes longer than a user. */
    Optional<byte[]> getFile(String key, int limit) {
        return ask("get file", Consequence.COUNTED, to -> to.get(key, limit + Seal.BYTES))
                .flatMap(bytes -> open("avatar", key, bytes, limit));
    }

    /** For what is left under a key. */
    Seal seal() {
        return seal;
    }

    /** For what is said on the channel. */
    byte[] sealedMessage(byte[] message) {
        return seal.close(channel, message);
    }

    private Optional<byte[]> open(String of, String place, byte[] sealed, int limit) {
        if (sealed.length > limit + Seal.BYTES) {
            rejected(of, "oversized");
            return Optional.empty();
        }
        Optional<byte[]> content = seal.open(place, sealed);
        if (content.isEmpty()) {
            rejected(of, "forged");
        }
        return content;
    }

    /** Perhaps the secret was replaced, which the next beat finds out; logged once while it goes on. */
    private void rejected(String of, String reason) {
        metrics.rejected(of, reason).increment();
        doubted = true;
        if (!forgeryLogged.getAndSet(true)) {
            LOG.warn(
                    "Redis holds a {} that no node of this deployment wrote ({}); it is ignored. Another program that"
                            + " can write to this Redis should not: give it a password, or each deployment a"
                            + " PORTSIDE_CACHE_NAMESPACE. portside.cache.redis.rejected counts more of them.",
                    of,
                    reason);
        }
    }

    /** Runs the script and waits for its end, within the budget. */
    void run(String command, String script, List<Object> keys, byte[]... values) {
        ask(command, Consequence.OPENS, to -> to.eval(script, keys, values));
    }

    /** Runs the script some time soon. */
    void send(String command, String script, List<Object> keys, byte[]... values) {
        send(command, Consequence.OPENS, () -> {}, script, keys, values);
    }

    /**
     * Runs a script that writes a file some time soon. That there is no room for it says nothing of the health of Redis.
     *
     * @param ended is run once when Redis has answered, or will not; must not block
     */
    void sendFile(String command, Runnable ended, String script, List<Object> keys, byte[]... values) {
        send(command, Consequence.COUNTED, ended, script, keys, values);
    }

    private void send(
            String command,
            Consequence consequence,
            Runnable ended,
            String script,
            List<Object> keys,
            byte[]... values) {
        RedisConnection to = connected;
        if (to == null || !circuit.isClosed()) {
            ended.run();
            return;
        }
        try {
            var unused = to.eval(script, keys, values).whenComplete((done, e) -> {
                ended.run();
                if (e != null) {
                    failed(command, consequence, e, budget);
                }
            });
        } catch (RuntimeException e) {
            ended.run();
            failed(command, consequence, e, budget);
        }
    }

    /** The channel's name on the wire, for scripts that publish; empty while there is no connection. */
    Optional<String> channel() {
        return Optional.ofNullable(connected).map(RedisConnection::channel);
    }

    /** Returns whether Redis answers right now, whatever the circuit says. */
    boolean answers() {
        RedisConnection to = connected;
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

    private <T> Optional<T> ask(
            String command, Consequence consequence, Function<RedisConnection, CompletableFuture<T>> call) {
        RedisConnection to = connected;
        if (to == null || !circuit.isClosed()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(call.apply(to).get(budget.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Somebody wants this request to end; Redis is not to blame.
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            failed(command, consequence, e, budget);
        }
        return Optional.empty();
    }

    private void failed(String command, Consequence consequence, Throwable failure, Duration patience) {
        metrics.failures(command).increment();
        switch (consequence) {
            case OPENS -> circuit.failed(command + ": " + RedisFailures.reason(failure, patience));
            case COUNTED -> LOG.debug("{}: {}", command, RedisFailures.reason(failure, patience));
        }
    }

    private void live() {
        try {
            Duration wait = Duration.ZERO;
            while (!closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                RedisConnection to = connected;
                wait = to == null ? connect() : beat(to);
            }
        } catch (InterruptedException e) {
            LOG.debug("Interrupted, as closing does");
        } finally {
            disconnect();
        }
    }

    private void refresh() {
        refreshedAt = nanoTime.getAsLong();
        if (seal.refresh()) {
            forgeryLogged.set(false);
            // Messages sealed with the new one were not understood.
            subscriber.subscribed();
        }
    }

    /** Hands on only what comes from somebody who has the secret. */
    private final class Opening implements RedisConnection.Subscriber {

        @Override
        public void received(byte[] message) {
            if (message.length > UserChanges.MAX_BYTES + Seal.BYTES) {
                rejected("message", "oversized");
                subscriber.subscribed();
                return;
            }
            open("message", channel, message, UserChanges.MAX_BYTES).ifPresent(subscriber::received);
        }

        @Override
        public void subscribed() {
            subscriber.subscribed();
        }
    }

    /** @return how long to wait then */
    private Duration connect() {
        try {
            attempts.incrementAndGet();
            refresh();
            RedisConnection to = RedisConnection.open(
                    config, channel, probeKey, new Opening(), () -> rejected("reply", "oversized"));
            if (!probe(to, FIRST_BUDGET)) {
                to.close();
                throw new IllegalStateException(
                        "it can be connected to, but does not do what is needed; is it 6.2 or newer?");
            }
            connected = to;
            circuit.close();
            return beat;
        } catch (RuntimeException e) {
            String reason = RedisFailures.reason(e, FIRST_BUDGET);
            // Once for each reason, for it may go on for days.
            if (closing.getCount() > 0 && reasons.add(reason) && reasons.size() <= MOST_REASONS) {
                LOG.warn("Redis cannot be used ({}). Retrying; until then each node caches for itself.", reason);
            }
            Duration now = pause;
            pause = now.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? now.multipliedBy(2) : LONGEST_PAUSE;
            return now;
        }
    }

    /** @return how long to wait then */
    private Duration beat(RedisConnection to) {
        if (doubted && nanoTime.getAsLong() - refreshedAt > LEAST_BETWEEN_REFRESHES.toNanos()) {
            doubted = false;
            try {
                refresh();
            } catch (RuntimeException e) {
                LOG.debug("The secret cannot be asked for now", e);
            }
        }
        boolean closed = circuit.isClosed();
        if ((closed || circuit.mayClose()) && probe(to, closed ? beatBudget : budget)) {
            circuit.close();
        }
        return beat;
    }

    private boolean probe(RedisConnection to, Duration patience) {
        long askedAt = nanoTime.getAsLong();
        try {
            long millis = to.time(probeKey).get(patience.toNanos(), TimeUnit.NANOSECONDS);
            clock = new RedisClock(millis, askedAt, nanoTime.getAsLong());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            failed("probe", Consequence.OPENS, e, patience);
        }
        return false;
    }

    private void disconnect() {
        RedisConnection to = connected;
        connected = null;
        if (to != null) {
            to.close();
        }
    }
}

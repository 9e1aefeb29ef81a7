package dev.portside.cache.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.EqualJitterDelay;

/** Configuration of Redisson. */
final class RedissonSetup {

    /** Two and two instead of 16 and 32: commands are few, and a request never waits for a thread of these. */
    private static final int THREADS = 2;

    private static final int CONNECTIONS = 4;
    private static final int SUBSCRIPTION_CONNECTIONS = 2;

    private static final int CONNECT_MILLIS = 1_000;
    private static final int PING_MILLIS = 1_000;

    /**
     * Requests stop waiting after their own, shorter budget; this only frees what a silent Redis holds. Longer than
     * {@link #PING_MILLIS}, because only then does Redisson replace a silent connection without logging an error.
     */
    private static final int COMMAND_MILLIS = 1_500;

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(100);
    private static final Duration LAST_RECONNECT = Duration.ofSeconds(1);

    private RedissonSetup() {}

    static Config single(RedisAddress address) {
        Config config = base(new Config())
                .setThreads(THREADS)
                .setNettyThreads(THREADS)
                .setUsername(address.user())
                .setPassword(address.password());
        config.useSingleServer()
                .setAddress(address.withoutCredentials())
                .setDatabase(address.database())
                .setClientName("portside")
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(SUBSCRIPTION_CONNECTIONS)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setConnectTimeout(CONNECT_MILLIS)
                .setPingConnectionInterval(PING_MILLIS)
                .setTimeout(COMMAND_MILLIS)
                .setSubscriptionTimeout(COMMAND_MILLIS)
                // A command is never repeated: by then its request has gone on without it.
                .setRetryAttempts(0)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(PING_MILLIS)))
                .setReconnectionDelay(new EqualJitterDelay(FIRST_RECONNECT, LAST_RECONNECT));
        return config;
    }

    /** @throws IllegalArgumentException when the file is not a Redisson configuration */
    static Config file(RedisSettings.RedissonFile file) {
        try {
            return base(Config.fromYAML(file.file().toFile()));
        } catch (IOException | RuntimeException e) {
            // Not as the cause either: its message repeats lines, in which there may be passwords.
            throw new IllegalArgumentException("must be a Redisson YAML file, but " + file.file() + " is not" + place(e)
                    + "; see Redisson's configuration guide");
        }
    }

    private static final Pattern LINE = Pattern.compile("line (\\d+), column");
    private static final Pattern PROPERTY = Pattern.compile("property=(\\w+)");

    /** Returns what is wrong, by the innermost message that names it. */
    private static String place(Throwable failure) {
        String line = "";
        String property = "";
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            String message = String.valueOf(cause.getMessage());
            line = last(LINE, message, line);
            property = last(PROPERTY, message, property);
            cause = cause.getCause();
        }
        return line.isEmpty() ? "" : " (line " + line + (property.isEmpty() ? ")" : ", " + property + ")");
    }

    private static String last(Pattern pattern, String text, String otherwise) {
        return pattern.matcher(text)
                .results()
                .reduce((first, second) -> second)
                .map(found -> found.group(1))
                .orElse(otherwise);
    }

    /** Never the default codec, which would make objects of whatever bytes it is given. */
    private static Config base(Config config) {
        return config.setCodec(ByteArrayCodec.INSTANCE).setLazyInitialization(false);
    }
}

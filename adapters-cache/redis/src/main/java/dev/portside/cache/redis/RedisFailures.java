package dev.portside.cache.redis;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;

/** Failures of Redis in words for the log. */
final class RedisFailures {

    private RedisFailures() {}

    /**
     * Why a command failed. Most of Redisson's messages hold the command with everything that was in it, names and
     * addresses too, so only what Redis itself said and what is known to be harmless is repeated.
     */
    static String reason(Throwable failure, Duration patience) {
        Throwable cause = failure;
        while (isWrapper(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException) {
            return "no answer within " + patience.toMillis() + " ms";
        }
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        boolean harmless = cause.getClass() == RedisException.class
                || cause.getClass() == RedisConnectionException.class
                || cause.getClass() == IllegalStateException.class;
        if (message == null || !harmless) {
            return name;
        }
        int end = message.indexOf(". channel: ");
        return name + ": " + (end < 0 ? message : message.substring(0, end));
    }

    /** Redisson wraps each failed connection in one more exception of the same class, with the inner one's name in it. */
    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                || (failure instanceof RedisConnectionException && failure.getCause() instanceof ExecutionException);
    }
}

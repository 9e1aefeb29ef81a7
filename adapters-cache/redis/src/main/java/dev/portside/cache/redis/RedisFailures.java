package dev.portside.cache.redis;

import dev.portside.application.Fault;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisWrongPasswordException;

/** Failures of Redis in words for the log. */
final class RedisFailures {

    private RedisFailures() {}

    private static final Pattern COMMAND = Pattern.compile("\\.? (channel|command|data): ");

    /**
     * Why a command or a connection failed. Most of Redisson's messages hold the command with everything that was in it, names and
     * addresses too, so only what Redis itself said and what is known to be harmless is repeated.
     */
    static String reason(Throwable failure, Duration patience) {
        Throwable cause = naming(failure);
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case TimeoutException e -> "no answer within " + patience.toMillis() + " ms";
            case RedisWrongPasswordException e ->
                "it refuses the user or the password (WRONGPASS); see what REDIS_URL or the Redisson file has";
            case RedisAuthRequiredException e ->
                "it wants a password (NOAUTH); put it into REDIS_URL, redis://:password@host:port, or the Redisson"
                        + " file";
            case UnknownHostException e -> "its host is not known: " + message;
            case ConnectException e -> message;
            case ClosedChannelException e -> "the other side closed the connection";
            case SSLException e -> "TLS: " + deepest(e);
            case Fault e -> message;
            case RedisException e
            when message.startsWith("NOPERM") ->
                "its ACL does not allow what is needed (" + withoutCommand(message)
                        + "); docs/operations.md has the rules to set";
            default -> named(cause);
        };
    }

    private static String named(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        boolean harmless = cause.getClass() == RedisException.class
                || cause.getClass() == RedisConnectionException.class
                || cause.getClass() == IllegalStateException.class;
        return message == null || !harmless ? name : name + ": " + withoutCommand(message);
    }

    private static String withoutCommand(String message) {
        return COMMAND.split(message, 2)[0];
    }

    /** The last of the causes that says what it is about; Redisson wraps each in some that say where it was noticed. */
    private static Throwable naming(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = cause.getCause(); next != null && isWrapper(cause); next = cause.getCause()) {
            cause = next;
        }
        return cause;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                || failure instanceof RedisConnectionException;
    }

    /** What is wrong with a certificate stands at the end. */
    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < 10; depth++) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}

package dev.portside.cache.redis;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Value of one id in Redis: the user at some revision, or that it was removed.
 *
 * <pre>
 * byte   2, the version of this format
 * long   revision; the largest long for a removed user. The scripts in {@link RedisUsers} compare it, so it stays here
 * long   readAt, milliseconds of Redis' clock
 * long   id
 * then, unless removed: createdAt and updatedAt as long seconds and int nanoseconds, name and email as a short number
 * of bytes and UTF-8
 * </pre>
 *
 * @param readAt when the store was asked, or earlier, in milliseconds since 1970 of Redis' clock
 * @param user empty when the user was removed
 */
record SharedUser(UserId id, long readAt, Optional<User> user) {

    /** Behind every revision, because an id is never given again. */
    static final long REMOVED = Long.MAX_VALUE;

    private static final byte FORMAT = 2;
    private static final int HEADER = 1 + 3 * Long.BYTES;
    /** The longest name and address in UTF-8, and some room. */
    static final int MAX_BYTES = 4 * 1024;

    private static final int TIMES = 2 * (Long.BYTES + Integer.BYTES);

    long revision() {
        return user.map(User::revision).orElse(REMOVED);
    }

    byte[] toBytes() {
        byte[] name = user.map(one -> utf8(one.name().value())).orElse(new byte[0]);
        byte[] email = user.map(one -> utf8(one.email().value())).orElse(new byte[0]);
        int body = user.isPresent() ? TIMES + 2 * Short.BYTES + name.length + email.length : 0;
        ByteBuffer out = ByteBuffer.allocate(HEADER + body)
                .put(FORMAT)
                .putLong(revision())
                .putLong(readAt)
                .putLong(id.value());
        user.ifPresent(one -> {
            putTime(out, one.createdAt());
            putTime(out, one.updatedAt());
            out.putShort((short) name.length).put(name);
            out.putShort((short) email.length).put(email);
        });
        return out.array();
    }

    /** Empty for anything that is not what {@link #toBytes} makes of this id: another version's bytes, or garbage. */
    static Optional<SharedUser> parse(byte[] bytes, UserId id) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.get() != FORMAT) {
                return Optional.empty();
            }
            long revision = in.getLong();
            long readAt = in.getLong();
            if (in.getLong() != id.value()) {
                return Optional.empty();
            }
            Optional<User> user = revision == REMOVED ? Optional.empty() : Optional.of(user(in, id, revision));
            return in.hasRemaining() ? Optional.empty() : Optional.of(new SharedUser(id, readAt, user));
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static User user(ByteBuffer in, UserId id, long revision) {
        Instant createdAt = time(in);
        Instant updatedAt = time(in);
        UserName name = new UserName(text(in));
        EmailAddress email = new EmailAddress(text(in));
        return new User(id, name, email, createdAt, updatedAt, revision);
    }

    private static void putTime(ByteBuffer out, Instant time) {
        out.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private static Instant time(ByteBuffer in) {
        return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

package dev.portside.cache.redis;

import dev.portside.domain.user.UserId;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Message of a node to the others after a write: the list of users is another one, and of some users what they have to be
 * at least.
 *
 * <p>As bytes: 2 for the version of this format, the sender's id in 16, then id and revision of each user in 8 and 8.
 *
 * @param revisions the revision that a user now has at least, by id; {@link SharedUser#REMOVED} also stands for "unknown,
 *     ask the store"
 */
record UserChanges(UUID sender, Map<UserId, Long> revisions) {

    private static final byte FORMAT = 2;
    private static final int HEADER = 1 + 2 * Long.BYTES;
    private static final int PAIR = 2 * Long.BYTES;

    /** Of more users than anybody changes at once, one learns sooner that anything may have changed. */
    static final int MAX_BYTES = HEADER + 1_000 * PAIR;

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + revisions.size() * PAIR)
                .put(FORMAT)
                .putLong(sender.getMostSignificantBits())
                .putLong(sender.getLeastSignificantBits());
        revisions.forEach((id, revision) -> out.putLong(id.value()).putLong(revision));
        return out.array();
    }

    /** Empty for what cannot be read, perhaps a newer node's message: then anything may have changed. */
    static Optional<UserChanges> parse(byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] != FORMAT || (bytes.length - HEADER) % PAIR != 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        UUID sender = new UUID(in.getLong(), in.getLong());
        Map<UserId, Long> revisions = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long id = in.getLong();
            long revision = in.getLong();
            if (id < 1) {
                return Optional.empty();
            }
            revisions.put(new UserId(id), revision);
        }
        return Optional.of(new UserChanges(sender, revisions));
    }
}

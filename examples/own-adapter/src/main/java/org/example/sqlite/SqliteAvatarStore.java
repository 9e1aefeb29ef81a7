package org.example.sqlite;

import dev.portside.application.image.AvatarAbsence;
import dev.portside.application.image.AvatarStore;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Avatars beside the users they are of; the foreign key lets none be without its user. */
final class SqliteAvatarStore implements AvatarStore {

    private final SqliteFile file;

    SqliteAvatarStore(SqliteFile file) {
        this.file = file;
    }

    @Override
    public AvatarStore.Storing put(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at) {
        return file.write(session -> {
            // No other transaction writes to the file meanwhile.
            Optional<AvatarDigest> current = current(session, user);
            if (!precondition.admits(current)) {
                return absence(session, user) instanceof AvatarAbsence.UserMissing missing
                        ? missing
                        : new AvatarStore.Storing.PreconditionFailed();
            }
            try {
                session.change(
                        "insert or replace into avatars (user, digest, format, length, stored_at, original)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        user.value(),
                        avatar.head().digest().hex(),
                        avatar.head().format().name(),
                        avatar.head().length(),
                        Micros.of(at),
                        avatar.original());
                return new AvatarStore.Storing.Stored();
            } catch (SQLException e) {
                if (Faults.isForeignKeyViolation(e)) {
                    return new AvatarAbsence.UserMissing();
                }
                throw e;
            }
        });
    }

    @Override
    public AvatarStore.Lookup head(UserId user) {
        return file.read(session -> {
            Optional<AvatarHead> head = session.first(
                    SqliteAvatarStore::head, "select digest, format, length from avatars where user = ?", user.value());
            return head.isPresent() ? new AvatarStore.Lookup.Found(head.get()) : absence(session, user);
        });
    }

    @Override
    public Optional<Avatar> find(UserId user) {
        return file.read(session -> session.first(
                row -> new Avatar(head(row), row.getBytes(4)),
                "select digest, format, length, original from avatars where user = ?",
                user.value()));
    }

    @Override
    public AvatarStore.Removal remove(UserId user, AvatarPrecondition precondition) {
        return file.write(session -> {
            Optional<AvatarDigest> current = current(session, user);
            if (current.isEmpty()) {
                return absence(session, user);
            }
            if (!precondition.admits(current)) {
                return new AvatarStore.Removal.PreconditionFailed();
            }
            session.change("delete from avatars where user = ?", user.value());
            return new AvatarStore.Removal.Removed();
        });
    }

    private static Optional<AvatarDigest> current(Session session, UserId user) throws SQLException {
        return session.first(
                row -> new AvatarDigest(row.getString(1)), "select digest from avatars where user = ?", user.value());
    }

    private static AvatarAbsence absence(Session session, UserId user) throws SQLException {
        return session.number("select count(*) from users where id = ?", user.value()) == 1
                ? new AvatarAbsence.AvatarMissing()
                : new AvatarAbsence.UserMissing();
    }

    private static AvatarHead head(ResultSet row) throws SQLException {
        return new AvatarHead(new AvatarDigest(row.getString(1)), ImageFormat.valueOf(row.getString(2)), row.getInt(3));
    }
}

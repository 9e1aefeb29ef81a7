package dev.portside.persistence.image;

import static dev.portside.persistence.schema.Tables.AVATARS;
import static dev.portside.persistence.schema.Tables.USERS;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import dev.portside.application.image.AvatarAbsence;
import dev.portside.application.image.AvatarStore;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.UserId;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Command;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Preparation;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/** Avatars in PostgreSQL. That each has a user is decided by the foreign key alone, and so is that it goes with the user. */
public final class PostgresAvatarStore implements AvatarStore {

    /** Read from where the original lies, not from itself. By its name, because jOOQ has it for texts only. */
    private static final Field<Integer> LENGTH = function(name("octet_length"), SQLDataType.INTEGER, AVATARS.ORIGINAL);

    /** An avatar for a user, if the one before is as the precondition wants it. */
    private record Putting(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at) {}

    /** A removal, if the avatar is as the precondition wants it. */
    private record Removing(UserId user, AvatarPrecondition precondition) {}

    private static final class HeadColumns extends Columns<AvatarStore.Lookup> {
        private final Of<byte[]> digest = bytes(AVATARS.DIGEST);
        private final Of<String> format = text(AVATARS.FORMAT);
        private final OfInt length = integer(LENGTH);

        /** Reads a row of a user, who may have no avatar. */
        @Override
        public AvatarStore.Lookup read(Row row) throws SQLException {
            return digest.orNull(row) == null
                    ? new AvatarAbsence.AvatarMissing()
                    : new AvatarStore.Lookup.Found(head(row));
        }

        AvatarHead head(Row row) throws SQLException {
            return new AvatarHead(
                    AvatarDigest.of(digest.of(row)),
                    ImageFormat.valueOf(format.of(row).toUpperCase(Locale.ROOT)),
                    length.of(row));
        }
    }

    private static final HeadColumns HEAD_COLUMNS = new HeadColumns();

    private static final class AvatarColumns extends Columns<Avatar> {
        private final Of<byte[]> original;

        AvatarColumns() {
            super(HEAD_COLUMNS);
            original = bytes(AVATARS.ORIGINAL);
        }

        @Override
        public Avatar read(Row row) throws SQLException {
            return new Avatar(HEAD_COLUMNS.head(row), original.of(row));
        }
    }

    private static final AvatarColumns AVATAR = new AvatarColumns();

    private static final Command<Putting> PUT = Command.of(p -> insertInto(AVATARS)
            .set(AVATARS.USER_ID, p.number(putting -> putting.user().value()))
            .set(AVATARS.DIGEST, digest(p))
            .set(AVATARS.FORMAT, format(p))
            .set(AVATARS.ORIGINAL, original(p))
            .set(AVATARS.STORED_AT, p.time(Putting::at))
            .onConflict(AVATARS.USER_ID)
            .doUpdate()
            .setAllToExcluded()
            .where(admitted(p, Putting::precondition)));

    private static final Command<Putting> REPLACE = Command.of(p -> update(AVATARS)
            .set(AVATARS.DIGEST, digest(p))
            .set(AVATARS.FORMAT, format(p))
            .set(AVATARS.ORIGINAL, original(p))
            .set(AVATARS.STORED_AT, p.time(Putting::at))
            .where(AVATARS.USER_ID.eq(p.number(putting -> putting.user().value())))
            .and(admitted(p, Putting::precondition)));

    /** A row when there is the user. The original lies apart and is not read. */
    static final Query<UserId, AvatarStore.Lookup> HEAD = Query.of(
            HEAD_COLUMNS,
            p -> select(HEAD_COLUMNS.fields())
                    .from(USERS)
                    .leftJoin(AVATARS)
                    .on(AVATARS.USER_ID.eq(USERS.ID))
                    .where(USERS.ID.eq(p.number(UserId::value))));

    private static final Query<UserId, Avatar> FIND = Query.of(
            Preparation.BINARY,
            AVATAR,
            p -> select(AVATAR.fields()).from(AVATARS).where(AVATARS.USER_ID.eq(p.number(UserId::value))));

    private static final Command<Removing> REMOVE = Command.of(p -> deleteFrom(AVATARS)
            .where(AVATARS.USER_ID.eq(p.number(removing -> removing.user().value())))
            .and(admitted(p, Removing::precondition)));

    private final Database database;

    public PostgresAvatarStore(Database database) {
        this.database = database;
    }

    @Override
    public AvatarStore.Storing put(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at) {
        Putting putting = new Putting(user, avatar, precondition, at);
        return database.run(
                connection -> {
                    int stored = (precondition.admitsAbsence() ? PUT : REPLACE).write(connection, putting);
                    if (stored == 1) {
                        return new AvatarStore.Storing.Stored();
                    }
                    // Asking afterwards is as good: ids never come back, so who is there now was there before.
                    return look(connection, user) instanceof AvatarAbsence.UserMissing missing
                            ? missing
                            : new AvatarStore.Storing.PreconditionFailed();
                },
                e -> Faults.FOREIGN_KEY_VIOLATION.equals(e.getSQLState())
                        ? Optional.of(new AvatarAbsence.UserMissing())
                        : Optional.empty());
    }

    @Override
    public AvatarStore.Lookup head(UserId user) {
        return database.<AvatarStore.Lookup>run(connection -> look(connection, user));
    }

    private static AvatarStore.Lookup look(Connection connection, UserId user) throws SQLException {
        return HEAD.first(connection, user).orElseGet(AvatarAbsence.UserMissing::new);
    }

    @Override
    public Optional<Avatar> find(UserId user) {
        return database.run(connection -> FIND.first(connection, user));
    }

    @Override
    public AvatarStore.Removal remove(UserId user, AvatarPrecondition precondition) {
        return database.run(connection -> {
            int removed = REMOVE.write(connection, new Removing(user, precondition));
            if (removed == 1) {
                return new AvatarStore.Removal.Removed();
            }
            return switch (look(connection, user)) {
                case AvatarAbsence absence -> absence;
                // Stored since, when every avatar is admitted: there was none.
                case AvatarStore.Lookup.Found found
                when precondition.equals(AvatarPrecondition.NONE) -> new AvatarAbsence.AvatarMissing();
                case AvatarStore.Lookup.Found found -> new AvatarStore.Removal.PreconditionFailed();
            };
        });
    }

    private static Param<byte[]> digest(Parameters<Putting> p) {
        return p.object(
                SQLDataType.BLOB, putting -> putting.avatar().head().digest().bytes());
    }

    private static Param<String> format(Parameters<Putting> p) {
        return p.text(putting -> putting.avatar().head().format().name().toLowerCase(Locale.ROOT));
    }

    private static Param<byte[]> original(Parameters<Putting> p) {
        return p.object(SQLDataType.BLOB, putting -> putting.avatar().original());
    }

    /** In the statement that writes, so that of two who have seen the same avatar one is refused. */
    private static <P> Condition admitted(Parameters<P> p, Function<P, AvatarPrecondition> precondition) {
        return p.truth(values -> precondition.apply(values).anyOf().isEmpty())
                .isTrue()
                .or(AVATARS.DIGEST.eq(any(
                        digests(p, values -> precondition.apply(values).anyOf().orElse(Set.of())))))
                .and(AVATARS.DIGEST.ne(
                        all(digests(p, values -> precondition.apply(values).noneOf()))));
    }

    private static <P> Param<byte[][]> digests(Parameters<P> p, Function<P, Set<AvatarDigest>> digests) {
        return p.object(
                SQLDataType.BLOB.array(),
                values ->
                        digests.apply(values).stream().map(AvatarDigest::bytes).toArray(byte[][]::new));
    }
}

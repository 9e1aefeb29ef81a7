package dev.portside.persistence.image;

import static dev.portside.persistence.schema.Tables.AVATARS;
import static dev.portside.persistence.schema.Tables.USERS;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
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
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.statement.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/** Avatars in PostgreSQL. That each has a user is decided by the foreign key alone, and so is that it goes with the user. */
public final class PostgresAvatarStore implements AvatarStore {

    /** Told from where the original lies, not from itself. By its name, because jOOQ has it for texts only. */
    private static final Field<Integer> LENGTH = function(name("octet_length"), SQLDataType.INTEGER, AVATARS.ORIGINAL);

    /** user, digest, format, original, time; for an avatar that is there: any?, digests wanted, digests unwanted */
    private static final Sql PUT = Sql.of(insertInto(AVATARS)
            .set(AVATARS.USER_ID, user())
            .set(AVATARS.DIGEST, param("digest", SQLDataType.BLOB))
            .set(AVATARS.FORMAT, param("format", SQLDataType.CLOB))
            .set(AVATARS.ORIGINAL, param("original", SQLDataType.BLOB))
            .set(AVATARS.STORED_AT, param("at", AVATARS.STORED_AT.getDataType()))
            .onConflict(AVATARS.USER_ID)
            .doUpdate()
            .setAllToExcluded()
            .where(admitted()));

    /** digest, format, original, time, user, any?, digests wanted, digests unwanted */
    private static final Sql REPLACE = Sql.of(update(AVATARS)
            .set(AVATARS.DIGEST, param("digest", SQLDataType.BLOB))
            .set(AVATARS.FORMAT, param("format", SQLDataType.CLOB))
            .set(AVATARS.ORIGINAL, param("original", SQLDataType.BLOB))
            .set(AVATARS.STORED_AT, param("at", AVATARS.STORED_AT.getDataType()))
            .where(AVATARS.USER_ID.eq(user()))
            .and(admitted()));

    /** user; without a digest when there is the user and no avatar. The original lies apart and is not read. */
    static final Sql HEAD = Sql.of(select(AVATARS.DIGEST, AVATARS.FORMAT, LENGTH)
            .from(USERS)
            .leftJoin(AVATARS)
            .on(AVATARS.USER_ID.eq(USERS.ID))
            .where(USERS.ID.eq(user())));

    /** user */
    private static final Sql FIND = Sql.binary(select(AVATARS.DIGEST, AVATARS.FORMAT, LENGTH, AVATARS.ORIGINAL)
            .from(AVATARS)
            .where(AVATARS.USER_ID.eq(user())));

    /** user, any?, digests wanted, digests unwanted */
    private static final Sql REMOVE =
            Sql.of(deleteFrom(AVATARS).where(AVATARS.USER_ID.eq(user())).and(admitted()));

    private final Database database;

    public PostgresAvatarStore(Database database) {
        this.database = database;
    }

    @Override
    public AvatarStore.Storing put(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at) {
        byte[] digest = avatar.head().digest().bytes();
        String format = avatar.head().format().name().toLowerCase(Locale.ROOT);
        return database.run(
                connection -> {
                    int stored = precondition.admitsAbsence()
                            ? PUT.write(
                                    connection,
                                    user.value(),
                                    digest,
                                    format,
                                    avatar.original(),
                                    Times.time(at),
                                    precondition.anyOf().isEmpty(),
                                    array(precondition.anyOf().orElse(Set.of())),
                                    array(precondition.noneOf()))
                            : REPLACE.write(
                                    connection,
                                    digest,
                                    format,
                                    avatar.original(),
                                    Times.time(at),
                                    user.value(),
                                    precondition.anyOf().isEmpty(),
                                    array(precondition.anyOf().orElse(Set.of())),
                                    array(precondition.noneOf()));
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
        return HEAD.first(connection, PostgresAvatarStore::lookup, user.value())
                .orElseGet(AvatarAbsence.UserMissing::new);
    }

    @Override
    public Optional<Avatar> find(UserId user) {
        return database.run(
                connection -> FIND.first(connection, row -> new Avatar(head(row), row.getBytes(4)), user.value()));
    }

    @Override
    public AvatarStore.Removal remove(UserId user, AvatarPrecondition precondition) {
        return database.run(connection -> {
            int removed = REMOVE.write(
                    connection,
                    user.value(),
                    precondition.anyOf().isEmpty(),
                    array(precondition.anyOf().orElse(Set.of())),
                    array(precondition.noneOf()));
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

    /** In the statement that writes, so that of two who have seen the same avatar one is refused. */
    private static Condition admitted() {
        return param("any", Boolean.class)
                .isTrue()
                .or(AVATARS.DIGEST.eq(any(digests("wanted"))))
                .and(AVATARS.DIGEST.ne(all(digests("unwanted"))));
    }

    private static Param<byte[][]> digests(String name) {
        return param(name, SQLDataType.BLOB.array());
    }

    private static byte[][] array(Set<AvatarDigest> digests) {
        return digests.stream().map(AvatarDigest::bytes).toArray(byte[][]::new);
    }

    private static AvatarStore.Lookup lookup(ResultSet row) throws SQLException {
        return row.getObject(1) == null ? new AvatarAbsence.AvatarMissing() : new AvatarStore.Lookup.Found(head(row));
    }

    private static AvatarHead head(ResultSet row) throws SQLException {
        return new AvatarHead(
                AvatarDigest.of(row.getBytes(1)),
                ImageFormat.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getInt(3));
    }

    private static Param<Long> user() {
        return param("user", Long.class);
    }
}

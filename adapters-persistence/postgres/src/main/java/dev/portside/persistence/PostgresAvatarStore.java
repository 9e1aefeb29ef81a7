package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.AVATARS;
import static dev.portside.persistence.schema.Tables.USERS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.portside.application.image.AvatarAbsence;
import dev.portside.application.image.AvatarLookup;
import dev.portside.application.image.AvatarRemoval;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.image.AvatarStoring;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/** Avatars in PostgreSQL. That each has a user is decided by the foreign key alone, and so is that it goes with the user. */
final class PostgresAvatarStore implements AvatarStore {

    /** Told from where the original lies, not from itself. By its name, because jOOQ has it for texts only. */
    private static final Field<Integer> LENGTH = function(name("octet_length"), SQLDataType.INTEGER, AVATARS.ORIGINAL);

    /** user, digest, format, original, time */
    private static final Sql PUT = Sql.of(insertInto(AVATARS)
            .set(AVATARS.USER_ID, user())
            .set(AVATARS.DIGEST, param("digest", SQLDataType.BLOB))
            .set(AVATARS.FORMAT, param("format", SQLDataType.CLOB))
            .set(AVATARS.ORIGINAL, param("original", SQLDataType.BLOB))
            .set(AVATARS.STORED_AT, param("at", AVATARS.STORED_AT.getDataType()))
            .onConflict(AVATARS.USER_ID)
            .doUpdate()
            .setAllToExcluded());

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

    /** user */
    private static final Sql REMOVE = Sql.of(deleteFrom(AVATARS).where(AVATARS.USER_ID.eq(user())));

    /** user */
    private static final Sql HAS_USER = Sql.of(selectOne().from(USERS).where(USERS.ID.eq(user())));

    private final Database database;

    PostgresAvatarStore(Database database) {
        this.database = database;
    }

    @Override
    public AvatarStoring put(UserId user, Avatar avatar, Instant at) {
        return database.run(
                connection -> {
                    PUT.write(
                            connection,
                            user.value(),
                            avatar.head().digest().bytes(),
                            avatar.head().format().name().toLowerCase(Locale.ROOT),
                            avatar.original(),
                            Times.time(at));
                    return new AvatarStoring.Stored();
                },
                e -> Faults.FOREIGN_KEY_VIOLATION.equals(e.getSQLState())
                        ? Optional.of(new AvatarAbsence.UserMissing())
                        : Optional.empty());
    }

    @Override
    public AvatarLookup head(UserId user) {
        return database.<AvatarLookup>run(
                connection -> HEAD.first(connection, PostgresAvatarStore::lookup, user.value())
                        .orElseGet(AvatarAbsence.UserMissing::new));
    }

    @Override
    public Optional<Avatar> find(UserId user) {
        return database.run(
                connection -> FIND.first(connection, row -> new Avatar(head(row), row.getBytes(4)), user.value()));
    }

    @Override
    public AvatarRemoval remove(UserId user) {
        return database.run(connection -> {
            if (REMOVE.write(connection, user.value()) == 1) {
                return new AvatarRemoval.Removed();
            }
            // Asking afterwards is as good: ids never come back, so who is there now was there before.
            return HAS_USER.first(connection, row -> row.getInt(1), user.value())
                            .isPresent()
                    ? new AvatarAbsence.AvatarMissing()
                    : new AvatarAbsence.UserMissing();
        });
    }

    private static AvatarLookup lookup(ResultSet row) throws SQLException {
        return row.getObject(1) == null ? new AvatarAbsence.AvatarMissing() : new AvatarLookup.Found(head(row));
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

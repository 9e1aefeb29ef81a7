package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.REGISTRATION_KEYS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.statement.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/** Registers users at most once per idempotency key, and forgets keys that have had their time. */
public final class RememberedRegistrations {

    /** Each registration adds one key, so this many removals keep up with any backlog. */
    private static final int FORGOTTEN_AT_ONCE = 20;

    private static final int FORGOTTEN_BY_MAINTENANCE = 1_000;

    /**
     * key; true when no other transaction works under it. The number is a hash: two keys with the same one are told
     * apart by everything below, and only a client that uses both at once is asked to come back. Functions are called by
     * name because they belong to PostgreSQL, not to our schema.
     */
    private static final Sql CLAIM = Sql.of(select(function(
            name("pg_try_advisory_xact_lock"),
            SQLDataType.BOOLEAN,
            function(name("hashtextextended"), SQLDataType.BIGINT, text("key"), inline(0L)))));

    /** key, time up to which keys are forgotten */
    private static final Sql RECALL = Sql.of(select(
                    REGISTRATION_KEYS.USER_ID,
                    REGISTRATION_KEYS.NAME,
                    REGISTRATION_KEYS.EMAIL,
                    REGISTRATION_KEYS.REGISTERED_AT)
            .from(REGISTRATION_KEYS)
            .where(REGISTRATION_KEYS.KEY.eq(text("key")))
            .and(REGISTRATION_KEYS.REGISTERED_AT.gt(time("forgotten"))));

    /** key, user, name, address, time */
    private static final Sql REMEMBER = Sql.of(insertInto(REGISTRATION_KEYS)
            .set(REGISTRATION_KEYS.KEY, text("key"))
            .set(REGISTRATION_KEYS.USER_ID, param("user", Long.class))
            .set(REGISTRATION_KEYS.NAME, text("name"))
            .set(REGISTRATION_KEYS.EMAIL, text("email"))
            .set(REGISTRATION_KEYS.REGISTERED_AT, time("at"))
            .onConflict(REGISTRATION_KEYS.KEY)
            .doUpdate()
            .setAllToExcluded());

    /** time up to which keys are forgotten */
    private static final Sql FORGET = Sql.of(forgetting(FORGOTTEN_AT_ONCE));

    /** The same, of more of them. */
    private static final Sql FORGET_MANY = Sql.of(forgetting(FORGOTTEN_BY_MAINTENANCE));

    private RememberedRegistrations() {}

    /**
     * Forgets keys that have had their time, whether or not anybody registers; a part of them.
     *
     * @return whether there may be more
     */
    public static boolean forget(Connection connection, Instant at) throws SQLException {
        OffsetDateTime forgotten = Times.time(at.minus(IdempotencyKey.KEPT_FOR));
        return FORGET_MANY.write(connection, forgotten) == FORGOTTEN_BY_MAINTENANCE;
    }

    private static Query forgetting(int most) {
        return deleteFrom(REGISTRATION_KEYS)
                .where(REGISTRATION_KEYS.KEY.in(select(REGISTRATION_KEYS.KEY)
                        .from(REGISTRATION_KEYS)
                        .where(REGISTRATION_KEYS.REGISTERED_AT.le(time("forgotten")))
                        .orderBy(REGISTRATION_KEYS.REGISTERED_AT)
                        .limit(inline(most))
                        // Others forget too; waiting for them would only make a deadlock possible.
                        .forUpdate()
                        .skipLocked()));
    }

    /** To be called in a transaction, whose end gives up the claim on the key. */
    static IdempotentRegistration register(Connection connection, IdempotencyKey key, NewUser user, Instant at)
            throws SQLException {
        boolean claimed =
                CLAIM.first(connection, row -> row.getBoolean(1), key.value()).orElseThrow();
        if (!claimed) {
            return new IdempotentRegistration.KeyInUse();
        }
        // A statement of its own: it sees what the claim's last holder committed, which the claiming one would not.
        OffsetDateTime forgotten = Times.time(at.minus(IdempotencyKey.KEPT_FOR));
        Optional<User> before = RECALL.first(connection, RememberedRegistrations::read, key.value(), forgotten);
        if (before.isPresent()) {
            User registered = before.get();
            boolean same = user.equals(new NewUser(registered.name(), registered.email()));
            return same ? new IdempotentRegistration.Replayed(registered) : new IdempotentRegistration.KeyReused();
        }
        Registration registration =
                UserRegistrations.register(connection, List.of(user), at).getFirst();
        if (registration instanceof Registration.Registered(User registered)) {
            remember(connection, key, registered);
            FORGET.write(connection, forgotten);
        }
        return registration;
    }

    private static void remember(Connection connection, IdempotencyKey key, User user) throws SQLException {
        REMEMBER.write(
                connection,
                key.value(),
                user.id().value(),
                user.name().value(),
                user.email().value(),
                Times.time(user.createdAt()));
    }

    private static User read(ResultSet row) throws SQLException {
        NewUser user = new NewUser(new UserName(row.getString(2)), new EmailAddress(row.getString(3)));
        return User.registered(new UserId(row.getLong(1)), user, Times.instant(row, 4));
    }

    private static Param<String> text(String name) {
        return param(name, SQLDataType.CLOB);
    }

    private static Field<OffsetDateTime> time(String name) {
        return param(name, REGISTRATION_KEYS.REGISTERED_AT.getDataType());
    }
}

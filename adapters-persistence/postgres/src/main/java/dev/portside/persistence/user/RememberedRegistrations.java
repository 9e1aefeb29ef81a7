package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.REGISTRATION_KEYS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Command;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.SQLDataType;

/** Registers users at most once per idempotency key, and forgets keys that have had their time. */
public final class RememberedRegistrations {

    /** Each registration adds one key, so this many removals keep up with any backlog. */
    private static final int FORGOTTEN_AT_ONCE = 20;

    private static final int FORGOTTEN_BY_MAINTENANCE = 1_000;

    /** A key at a time: what was registered before {@link IdempotencyKey#KEPT_FOR} is forgotten. */
    private record Recall(IdempotencyKey key, Instant at) {}

    /** A registration under a key. */
    private record Remembered(IdempotencyKey key, User user) {}

    private static final class UserColumns extends Columns<User> {
        private final OfLong id = number(REGISTRATION_KEYS.USER_ID);
        private final Of<String> name = text(REGISTRATION_KEYS.NAME);
        private final Of<String> email = text(REGISTRATION_KEYS.EMAIL);
        private final Of<Instant> at = time(REGISTRATION_KEYS.REGISTERED_AT);

        @Override
        public User read(Row row) throws SQLException {
            NewUser user = new NewUser(new UserName(name.of(row)), new EmailAddress(email.of(row)));
            return User.registered(new UserId(id.of(row)), user, at.of(row));
        }
    }

    private static final UserColumns USER = new UserColumns();

    /**
     * Returns whether no other transaction works under the key. The number is a hash: everything below distinguishes
     * two keys with the same one, and only a client that uses both at once has to retry. Functions are called by
     * name because they belong to PostgreSQL, not to our schema.
     */
    private static final Query<IdempotencyKey, Boolean> CLAIM = Query.of(
            Columns.ofTruth(),
            p -> select(function(
                    name("pg_try_advisory_xact_lock"),
                    SQLDataType.BOOLEAN,
                    function(
                            name("hashtextextended"), SQLDataType.BIGINT, p.text(IdempotencyKey::value), inline(0L)))));

    private static final Query<Recall, User> RECALL = Query.of(
            USER,
            p -> select(USER.fields())
                    .from(REGISTRATION_KEYS)
                    .where(REGISTRATION_KEYS.KEY.eq(
                            p.text(recall -> recall.key().value())))
                    .and(REGISTRATION_KEYS.REGISTERED_AT.gt(p.time(recall -> forgotten(recall.at())))));

    private static final Command<Remembered> REMEMBER = Command.of(p -> insertInto(REGISTRATION_KEYS)
            .set(REGISTRATION_KEYS.KEY, p.text(remembered -> remembered.key().value()))
            .set(
                    REGISTRATION_KEYS.USER_ID,
                    p.number(remembered -> remembered.user().id().value()))
            .set(
                    REGISTRATION_KEYS.NAME,
                    p.text(remembered -> remembered.user().name().value()))
            .set(
                    REGISTRATION_KEYS.EMAIL,
                    p.text(remembered -> remembered.user().email().value()))
            .set(
                    REGISTRATION_KEYS.REGISTERED_AT,
                    p.time(remembered -> remembered.user().createdAt()))
            .onConflict(REGISTRATION_KEYS.KEY)
            .doUpdate()
            .setAllToExcluded());

    /** Forgets some keys that have had their time at this one. */
    private static final Command<Instant> FORGET = Command.of(p -> forgetting(p, FORGOTTEN_AT_ONCE));

    /** The same, of more of them. */
    private static final Command<Instant> FORGET_MANY = Command.of(p -> forgetting(p, FORGOTTEN_BY_MAINTENANCE));

    private RememberedRegistrations() {}

    /**
     * Forgets keys that have had their time, whether or not anybody registers; a part of them.
     *
     * @return whether there may be more
     */
    public static boolean forget(Connection connection, Instant at) throws SQLException {
        return FORGET_MANY.write(connection, at) == FORGOTTEN_BY_MAINTENANCE;
    }

    private static Instant forgotten(Instant at) {
        return at.minus(IdempotencyKey.KEPT_FOR);
    }

    private static org.jooq.Query forgetting(Parameters<Instant> p, int most) {
        return deleteFrom(REGISTRATION_KEYS)
                .where(REGISTRATION_KEYS.KEY.in(select(REGISTRATION_KEYS.KEY)
                        .from(REGISTRATION_KEYS)
                        .where(REGISTRATION_KEYS.REGISTERED_AT.le(p.time(RememberedRegistrations::forgotten)))
                        .orderBy(REGISTRATION_KEYS.REGISTERED_AT)
                        .limit(inline(most))
                        // Others forget too; waiting for them would only make a deadlock possible.
                        .forUpdate()
                        .skipLocked()));
    }

    /** To be called in a transaction, whose end gives up the claim on the key. */
    static IdempotentRegistration register(Connection connection, IdempotencyKey key, NewUser user, Instant at)
            throws SQLException {
        if (!CLAIM.only(connection, key)) {
            return new IdempotentRegistration.KeyInUse();
        }
        // A statement of its own: it sees what the claim's last holder committed, which the claiming one would not.
        Optional<User> before = RECALL.first(connection, new Recall(key, at));
        if (before.isPresent()) {
            User registered = before.get();
            boolean same = user.equals(new NewUser(registered.name(), registered.email()));
            return same ? new IdempotentRegistration.Replayed(registered) : new IdempotentRegistration.KeyReused();
        }
        Registration registration =
                UserRegistrations.register(connection, List.of(user), at).getFirst();
        if (registration instanceof Registration.Registered(User registered)) {
            REMEMBER.write(connection, new Remembered(key, registered));
            FORGET.write(connection, at);
        }
        return registration;
    }
}

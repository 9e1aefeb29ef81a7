package org.example.sqlite;

import dev.portside.application.user.BatchUserStore;
import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserName;
import dev.portside.domain.user.UserPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Users. One call is one transaction, and what two of them must not both do, a constraint of the table decides. */
final class SqliteUserStore implements BatchUserStore {

    private static final String USERS = "select id, name, email, created_at, updated_at, revision from users ";
    private static final String NEWEST_FIRST = " order by created_at desc, id desc limit ? ";

    /** Both sides folded by the domain, so that a search means the same in every storage. */
    private static final String MATCHES = "instr(name_folded, ?) > 0";

    private final SqliteFile file;

    SqliteUserStore(SqliteFile file) {
        this.file = file;
    }

    @Override
    public Optional<User> byId(UserId id) {
        return file.read(session -> byId(session, id));
    }

    private static Optional<User> byId(Session session, UserId id) throws SQLException {
        return session.first(SqliteUserStore::user, USERS + "where id = ?", id.value());
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return file.read(session -> session.first(SqliteUserStore::user, USERS + "where email_key = ?", email.key()));
    }

    @Override
    public Map<UserId, User> byIds(Set<UserId> ids) {
        // One argument for any number of them: an array in JSON.
        String all = ids.stream().map(UserId::toString).collect(Collectors.joining(",", "[", "]"));
        return file
                .read(session -> session.list(
                        SqliteUserStore::user, USERS + "where id in (select value from json_each(?))", all))
                .stream()
                .collect(Collectors.toUnmodifiableMap(User::id, Function.identity()));
    }

    @Override
    public UserPage list(UserListing listing) {
        return file.read(session -> list(session, listing));
    }

    @Override
    public Map<UserListing, UserPage> lists(Set<UserListing> listings) {
        return file.read(session -> {
            Map<UserListing, UserPage> pages = new HashMap<>();
            for (UserListing listing : listings) {
                pages.put(listing, list(session, listing));
            }
            return Map.copyOf(pages);
        });
    }

    private static UserPage list(Session session, UserListing listing) throws SQLException {
        StringBuilder sql = new StringBuilder(USERS).append("where true");
        List<Object> arguments = new ArrayList<>();
        listing.search().ifPresent(search -> {
            sql.append(" and ").append(MATCHES);
            arguments.add(NameSearch.fold(search.text()));
        });
        if (listing.start() instanceof UserListing.After(var cursor)) {
            sql.append(" and (created_at, id) < (?, ?)");
            arguments.addAll(List.of(Micros.of(cursor.createdAt()), cursor.id().value()));
        }
        sql.append(NEWEST_FIRST);
        // One more than wanted, to know whether the list goes on.
        arguments.add(listing.limit() + 1);
        if (listing.start() instanceof UserListing.Page page) {
            sql.append("offset ?");
            arguments.add(UserListing.offset(page, listing.limit()));
        }
        return UserPage.of(session.list(SqliteUserStore::user, sql.toString(), arguments.toArray()), listing.limit());
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return file.read(session -> search.isEmpty()
                ? session.number("select count(*) from users")
                : session.number(
                        "select count(*) from users where " + MATCHES,
                        NameSearch.fold(search.get().text())));
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        return file.read(session -> session.list(
                SqliteUserStore::user,
                USERS + "where id > ? order by id limit ?",
                behind.map(UserId::value).orElse(0L),
                limit));
    }

    @Override
    public List<Registration> registerAll(List<NewUser> users, Instant at) {
        return file.write(session -> {
            List<Registration> results = new ArrayList<>();
            for (NewUser user : users) {
                results.add(register(session, user, at));
            }
            return results;
        });
    }

    /** Registers without a check beforehand: the unique column decides, also between concurrent calls. */
    private static Registration register(Session session, NewUser user, Instant at) throws SQLException {
        Optional<Long> id = session.first(
                row -> row.getLong(1),
                "insert into users (name, name_folded, email, email_key, created_at, updated_at, revision)"
                        + " values (?, ?, ?, ?, ?, ?, 1) on conflict (email_key) do nothing returning id",
                user.name().value(),
                NameSearch.fold(user.name().value()),
                user.email().value(),
                user.email().key(),
                Micros.of(at),
                Micros.of(at));
        return id.isEmpty()
                ? new Registration.EmailTaken(user.email())
                : new Registration.Registered(User.registered(new UserId(id.get()), user, at));
    }

    @Override
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
        return file.write(session -> {
            session.change("delete from registrations where at <= ?", Micros.of(at.minus(IdempotencyKey.KEPT_FOR)));
            int taken = session.change(
                    "insert into registrations (key, user, name, email, at) values (?, 0, ?, ?, ?)"
                            + " on conflict (key) do nothing",
                    key.value(),
                    user.name().value(),
                    user.email().value(),
                    Micros.of(at));
            if (taken == 0) {
                return before(session, key, user);
            }
            Registration registration = register(session, user, at);
            switch (registration) {
                case Registration.Registered(User registered) ->
                    session.change(
                            "update registrations set user = ? where key = ?",
                            registered.id().value(),
                            key.value());
                case Registration.EmailTaken taker ->
                    session.change("delete from registrations where key = ?", key.value());
            }
            return registration;
        });
    }

    /** What was registered under the key, as it was then. */
    private static IdempotentRegistration before(Session session, IdempotencyKey key, NewUser user)
            throws SQLException {
        User registered = session.first(
                        row -> User.registered(
                                new UserId(row.getLong(1)),
                                new NewUser(new UserName(row.getString(2)), new EmailAddress(row.getString(3))),
                                Micros.toInstant(row.getLong(4))),
                        "select user, name, email, at from registrations where key = ?",
                        key.value())
                .orElseThrow();
        boolean same = user.equals(new NewUser(registered.name(), registered.email()));
        return same ? new IdempotentRegistration.Replayed(registered) : new IdempotentRegistration.KeyReused();
    }

    @Override
    public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
        return file.write(session -> {
            // Nothing comes between this and the update: the transaction has been the only one that writes since it
            // began.
            Optional<User> old = byId(session, id);
            if (old.isEmpty()) {
                return new UserUpdate.Missing();
            }
            if (!precondition.admits(old.get().revision())) {
                return new UserUpdate.PreconditionFailed();
            }
            User updated = old.get().changed(change, at);
            return update(session, updated)
                    ? new UserUpdate.Updated(updated)
                    : new UserUpdate.EmailTaken(updated.email());
        });
    }

    /** Whether the address was free; the unique column decides. */
    private static boolean update(Session session, User updated) throws SQLException {
        try {
            session.change(
                    "update users set name = ?, name_folded = ?, email = ?, email_key = ?, updated_at = ?, revision = ?"
                            + " where id = ?",
                    updated.name().value(),
                    NameSearch.fold(updated.name().value()),
                    updated.email().value(),
                    updated.email().key(),
                    Micros.of(updated.updatedAt()),
                    updated.revision(),
                    updated.id().value());
            return true;
        } catch (SQLException e) {
            if (Faults.isUniqueViolation(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public UserRemoval remove(UserId id, Precondition precondition) {
        return file.write(session -> {
            Optional<User> old = byId(session, id);
            if (old.isEmpty()) {
                return new UserRemoval.Missing();
            }
            if (!precondition.admits(old.get().revision())) {
                return new UserRemoval.PreconditionFailed();
            }
            session.change("delete from users where id = ?", id.value());
            session.change("delete from registrations where user = ?", id.value());
            return new UserRemoval.Removed();
        });
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(row.getLong(1)),
                new UserName(row.getString(2)),
                new EmailAddress(row.getString(3)),
                Micros.toInstant(row.getLong(4)),
                Micros.toInstant(row.getLong(5)),
                row.getLong(6));
    }
}

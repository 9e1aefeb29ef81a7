package dev.portside.persistence.user;

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
import dev.portside.domain.user.UserPage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.user.UserStatements.ListShape;
import dev.portside.persistence.user.UserStatements.Removing;
import dev.portside.persistence.user.UserStatements.Updating;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Users in PostgreSQL. What decides is a constraint or a condition inside the one statement that writes. */
public final class PostgresUserStore implements BatchUserStore {

    private final Database database;

    public PostgresUserStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<User> byId(UserId id) {
        return database.run(connection -> UserStatements.BY_ID.first(connection, id));
    }

    @Override
    public Map<UserId, User> byIds(Set<UserId> ids) {
        Map<UserId, User> found = HashMap.newHashMap(ids.size());
        for (User user : database.run(connection -> UserStatements.BY_IDS.list(connection, ids))) {
            found.put(user.id(), user);
        }
        return Collections.unmodifiableMap(found);
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return database.run(connection -> UserStatements.BY_EMAIL.first(connection, email));
    }

    @Override
    public Map<UserListing, UserPage> lists(Set<UserListing> listings) {
        return UserListBatch.read(listings, database, this::list);
    }

    @Override
    public UserPage list(UserListing listing) {
        ListShape shape = ListShape.of(listing);
        List<User> found = listing.search().filter(GramSearch::isNeededFor).isPresent()
                ? byGrams(listing, shape)
                : database.run(connection -> UserStatements.list(shape).list(connection, listing));
        return UserPage.of(found, listing.limit());
    }

    private List<User> byGrams(UserListing listing, ListShape shape) {
        List<User> near = database.run(connection -> GramStatements.near(shape).list(connection, listing));
        return near.size() > listing.limit()
                ? near
                : database.run(connection -> GramStatements.far(shape).list(connection, listing));
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return database.run(connection -> {
            if (search.isEmpty()) {
                return UserStatements.COUNT.only(connection, None.NONE);
            }
            return GramSearch.isNeededFor(search.get())
                    ? GramStatements.COUNT.only(connection, GramSearch.of(search.get()))
                    : UserStatements.COUNT_MATCHING.only(connection, search.get());
        });
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        UserStatements.IdOrder order = new UserStatements.IdOrder(behind, limit);
        return List.copyOf(database.run(connection -> UserStatements.IN_ID_ORDER.list(connection, order)));
    }

    @Override
    public List<Registration> registerAll(List<NewUser> users, Instant at) {
        return database.run(connection -> UserRegistrations.register(connection, users, at));
    }

    @Override
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
        return database.transaction(connection -> RememberedRegistrations.register(connection, key, user, at));
    }

    @Override
    public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
        return database.run(
                connection -> {
                    Optional<User> updated =
                            UserStatements.UPDATE.first(connection, new Updating(id, change, precondition, at));
                    if (updated.isPresent()) {
                        return new UserUpdate.Updated(updated.get());
                    }
                    return isRefused(connection, id, precondition)
                            ? new UserUpdate.PreconditionFailed()
                            : new UserUpdate.Missing();
                },
                e -> isEmailTaken(e) ? change.email().map(UserUpdate.EmailTaken::new) : Optional.empty());
    }

    @Override
    public UserRemoval remove(UserId id, Precondition precondition) {
        return database.run(connection -> {
            Optional<Long> removed = UserStatements.REMOVE.first(connection, new Removing(id, precondition));
            if (removed.isPresent()) {
                return new UserRemoval.Removed();
            }
            return isRefused(connection, id, precondition)
                    ? new UserRemoval.PreconditionFailed()
                    : new UserRemoval.Missing();
        });
    }

    /**
     * Why a write found no row. Asking in a second statement is as good as in the same: a user that is still there was
     * there before too, for ids never come back, so it was the precondition; one that is not there now is missing now.
     */
    private static boolean isRefused(Connection connection, UserId id, Precondition precondition) throws SQLException {
        return !precondition.equals(Precondition.NONE)
                && UserStatements.EXISTS.first(connection, id).isPresent();
    }

    private static boolean isEmailTaken(SQLException e) {
        if (!Faults.UNIQUE_VIOLATION.equals(e.getSQLState()) || !(e instanceof PSQLException refusal)) {
            return false;
        }
        ServerErrorMessage message = refusal.getServerErrorMessage();
        return message != null && UserStatements.EMAIL_INDEX.equals(message.getConstraint());
    }
}

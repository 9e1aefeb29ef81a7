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
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserName;
import dev.portside.domain.user.UserPage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.statement.Times;
import dev.portside.persistence.user.UserStatements.ListShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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
        return database.run(connection -> UserStatements.BY_ID.first(connection, UserRow::read, id.value()));
    }

    @Override
    public Map<UserId, User> byIds(Set<UserId> ids) {
        Long[] values = ids.stream().map(UserId::value).toArray(Long[]::new);
        Map<UserId, User> found = HashMap.newHashMap(ids.size());
        for (User user :
                database.run(connection -> UserStatements.BY_IDS.list(connection, UserRow::read, (Object) values))) {
            found.put(user.id(), user);
        }
        return Collections.unmodifiableMap(found);
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return database.run(connection -> UserStatements.BY_EMAIL.first(connection, UserRow::read, email.key()));
    }

    @Override
    public Map<UserListing, UserPage> lists(Set<UserListing> listings) {
        return UserListBatch.read(listings, database, this::list);
    }

    @Override
    public UserPage list(UserListing listing) {
        Optional<NameSearch> search = listing.search();
        if (search.isPresent() && GramSearch.isNeededFor(search.get())) {
            return list(listing, GramSearch.of(search.get()));
        }
        List<Object> values = new ArrayList<>();
        search.map(PostgresUserStore::pattern).ifPresent(values::add);
        values.addAll(start(listing));
        ListShape shape = shape(listing);
        List<User> found = database.run(
                connection -> UserStatements.list(shape).list(connection, UserRow::read, values.toArray()));
        return UserPage.of(found, listing.limit());
    }

    private UserPage list(UserListing listing, GramSearch search) {
        ListShape shape = shape(listing);
        List<Object> start = start(listing);
        List<Object> near = new ArrayList<>(start);
        near.add(shape.start() == ListShape.Start.AFTER ? start.size() : 0, search.text());
        List<User> found =
                database.run(connection -> GramStatements.near(shape).list(connection, UserRow::read, near.toArray()));
        if (found.size() <= listing.limit()) {
            List<Object> far = new ArrayList<>(List.of(search.text(), search.array()));
            far.addAll(start);
            found = database.run(
                    connection -> GramStatements.far(shape).list(connection, UserRow::read, far.toArray()));
        }
        return UserPage.of(found, listing.limit());
    }

    private static ListShape shape(UserListing listing) {
        ListShape.Start start = switch (listing.start()) {
            case UserListing.Page page when page.number() == 1 -> ListShape.Start.FIRST;
            case UserListing.Page page -> ListShape.Start.OFFSET;
            case UserListing.After after -> ListShape.Start.AFTER;
        };
        return new ListShape(start, listing.search().isPresent(), listing.limit());
    }

    private static List<Object> start(UserListing listing) {
        return switch (listing.start()) {
            case UserListing.Page page when page.number() == 1 -> List.of();
            case UserListing.Page page -> List.of(UserListing.offset(page, listing.limit()));
            case UserListing.After(UserCursor(Instant createdAt, UserId id)) ->
                List.of(Times.comparable(createdAt), id.value());
        };
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return database.run(connection -> {
                    Sql.Row<Long> number = row -> row.getLong(1);
                    if (search.isEmpty()) {
                        return UserStatements.COUNT.first(connection, number);
                    }
                    if (GramSearch.isNeededFor(search.get())) {
                        GramSearch grams = GramSearch.of(search.get());
                        return GramStatements.COUNT.first(connection, number, grams.text(), grams.array());
                    }
                    return UserStatements.COUNT_MATCHING.first(connection, number, pattern(search.get()));
                })
                .orElseThrow();
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        long start = behind.map(UserId::value).orElse(0L);
        return List.copyOf(database.run(
                connection -> UserStatements.IN_ID_ORDER.list(connection, UserRow::read, start, (long) limit)));
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
                    Optional<User> updated = UserStatements.UPDATE.first(
                            connection,
                            UserRow::read,
                            change.name().map(UserName::value).orElse(null),
                            change.name()
                                    .map(name -> NameSearch.fold(name.value()))
                                    .orElse(null),
                            change.email().map(EmailAddress::value).orElse(null),
                            Times.time(at),
                            id.value(),
                            precondition.anyOf().isEmpty(),
                            array(precondition.anyOf().orElse(Set.of())),
                            array(precondition.noneOf()));
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
            Optional<Long> removed = UserStatements.REMOVE.first(
                    connection,
                    row -> row.getLong(1),
                    id.value(),
                    precondition.anyOf().isEmpty(),
                    array(precondition.anyOf().orElse(Set.of())),
                    array(precondition.noneOf()));
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
                && UserStatements.EXISTS
                        .first(connection, row -> row.getLong(1), id.value())
                        .isPresent();
    }

    private static boolean isEmailTaken(SQLException e) {
        if (!Faults.UNIQUE_VIOLATION.equals(e.getSQLState()) || !(e instanceof PSQLException refusal)) {
            return false;
        }
        ServerErrorMessage message = refusal.getServerErrorMessage();
        return message != null && UserStatements.EMAIL_INDEX.equals(message.getConstraint());
    }

    /** The text anywhere in the name, each of its characters for itself. */
    private static String pattern(NameSearch search) {
        StringBuilder pattern = new StringBuilder("%");
        String folded = NameSearch.fold(search.text());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c == '%' || c == '_' || c == UserStatements.ESCAPE) {
                pattern.append(UserStatements.ESCAPE);
            }
            pattern.append(c);
        }
        return pattern.append('%').toString();
    }

    private static Long[] array(Set<Long> revisions) {
        return revisions.toArray(Long[]::new);
    }
}

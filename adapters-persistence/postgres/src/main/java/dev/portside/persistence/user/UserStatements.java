package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.REGISTRATION_KEYS;
import static dev.portside.persistence.schema.Tables.USERS;
import static dev.portside.persistence.statement.Parameters.unnest;
import static dev.portside.persistence.user.UserColumns.USER;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.collation;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sequence;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserName;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Preparation;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import dev.portside.persistence.statement.Times;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The statements about the table of users. */
final class UserStatements {

    /** Decides whether an address is taken; {@code V1__users.sql} creates it. */
    static final String EMAIL_INDEX = "users_email_key";

    /** Makes the wildcards of a search text literal. */
    static final char ESCAPE = '\\';

    /** Draws an id; the sequence belongs to the identity column, and jOOQ generates no name for such. */
    static final Field<Long> NEXT_ID =
            sequence(name("users_id_seq"), SQLDataType.BIGINT).nextval();

    /** A shape of the list. Each is a statement of its own, because each has a best plan of its own. */
    record ListShape(Start start, boolean searching, int limit) {
        enum Start {
            FIRST,
            OFFSET,
            AFTER
        }

        static ListShape of(UserListing listing) {
            Start start = switch (listing.start()) {
                case UserListing.Page page when page.number() == 1 -> Start.FIRST;
                case UserListing.Page page -> Start.OFFSET;
                case UserListing.After after -> Start.AFTER;
            };
            return new ListShape(start, listing.search().isPresent(), listing.limit());
        }
    }

    /** A part of the list in id order. */
    record IdOrder(Optional<UserId> behind, int limit) {}

    /** Users that register at a time. */
    record Registering(List<NewUser> users, Instant at) {}

    /** A user who registered. */
    record Registered(UserId id, EmailAddress email) {}

    /** A change of a user, if it is as the precondition wants it. */
    record Updating(UserId id, UserChange change, Precondition precondition, Instant at) {}

    /** A removal of a user, if it is as the precondition wants it. */
    record Removing(UserId id, Precondition precondition) {}

    private static final class RegisteredColumns extends Columns<Registered> {
        private final OfLong id = number(USERS.ID);
        private final Of<String> email = text(USERS.EMAIL);

        @Override
        public Registered read(Row row) throws SQLException {
            return new Registered(new UserId(id.of(row)), new EmailAddress(email.of(row)));
        }
    }

    private static final RegisteredColumns REGISTERED = new RegisteredColumns();

    /** Columns of a user behind one of several cursors. */
    static final class BehindColumns extends Columns<User> {
        /** The place of the cursor among those given. */
        private final OfInt cursor;

        private BehindColumns() {
            super(USER);
            cursor = integer("number");
        }

        int cursor(Row row) throws SQLException {
            return cursor.of(row);
        }

        @Override
        public User read(Row row) throws SQLException {
            return USER.read(row);
        }
    }

    static final BehindColumns BEHIND = new BehindColumns();

    static final Query<UserId, User> BY_ID =
            Query.of(USER, p -> select(USER.fields()).from(USERS).where(USERS.ID.eq(p.number(UserId::value))));

    static final Query<Set<UserId>, User> BY_IDS = Query.of(
            USER, p -> select(USER.fields()).from(USERS).where(USERS.ID.eq(any(p.numbers(UserStatements::values)))));

    static final Query<EmailAddress, User> BY_EMAIL = Query.of(
            USER, p -> select(USER.fields()).from(USERS).where(key(USERS.EMAIL).eq(p.text(EmailAddress::key))));

    static final Query<IdOrder, User> IN_ID_ORDER = Query.of(
            USER,
            p -> select(USER.fields())
                    .from(USERS)
                    .where(USERS.ID.gt(
                            p.number(order -> order.behind().map(UserId::value).orElse(0L))))
                    .orderBy(USERS.ID)
                    .limit(p.number(IdOrder::limit)));

    static final Query<None, Long> COUNT =
            Query.of(Columns.ofNumber(), p -> selectCount().from(USERS));

    static final Query<NameSearch, Long> COUNT_MATCHING = Query.of(
            Preparation.PLANNED_EACH_TIME,
            Columns.ofNumber(),
            p -> select(count(asterisk())).from(USERS).where(matching(p.text(UserStatements::pattern))));

    /** Returns those whose addresses were free. */
    static final Query<Registering, Registered> REGISTER = Query.of(REGISTERED, UserStatements::register);

    /** Returns the user as it is then; none when it is not there, or not as the precondition wants it. */
    static final Query<Updating, User> UPDATE = Query.of(USER, UserStatements::update);

    /** Returns the id of a user who was removed, with all that is remembered of them. */
    static final Query<Removing, Long> REMOVE = Query.of(Columns.ofNumber(), UserStatements::remove);

    static final Query<UserId, Long> EXISTS =
            Query.of(Columns.ofNumber(), p -> selectOne().from(USERS).where(USERS.ID.eq(p.number(UserId::value))));

    private static final Map<ListShape, Query<UserListing, User>> LISTS = new ConcurrentHashMap<>();
    private static final Map<Integer, Query<List<UserCursor>, User>> LISTS_BEHIND = new ConcurrentHashMap<>();

    private UserStatements() {}

    /** Returns the statement of a list's shape. */
    static Query<UserListing, User> list(ListShape shape) {
        return LISTS.computeIfAbsent(shape, UserStatements::render);
    }

    /** Returns the statement of the lists behind some cursors. Its rows are in no order that could be relied on. */
    static Query<List<UserCursor>, User> listsBehind(int limit) {
        return LISTS_BEHIND.computeIfAbsent(limit, UserStatements::renderBehind);
    }

    private static Long[] values(Collection<UserId> ids) {
        return ids.stream().map(UserId::value).toArray(Long[]::new);
    }

    /** The cursor of a list that starts behind one. */
    static UserCursor cursor(UserListing listing) {
        if (listing.start() instanceof UserListing.After(UserCursor cursor)) {
            return cursor;
        }
        throw new IllegalArgumentException("The list starts behind no cursor");
    }

    /** The offset of a list that starts at a page. */
    static long offset(UserListing listing) {
        if (listing.start() instanceof UserListing.Page page) {
            return UserListing.offset(page, listing.limit());
        }
        throw new IllegalArgumentException("The list starts at no page");
    }

    /** The search of a list that is searched. */
    static NameSearch search(UserListing listing) {
        return listing.search().orElseThrow();
    }

    /** The text anywhere in the name, each of its characters for itself. */
    private static String pattern(NameSearch search) {
        StringBuilder pattern = new StringBuilder("%");
        String folded = NameSearch.fold(search.text());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c == '%' || c == '_' || c == ESCAPE) {
                pattern.append(ESCAPE);
            }
            pattern.append(c);
        }
        return pattern.append('%').toString();
    }

    private static Query<List<UserCursor>, User> renderBehind(int limit) {
        return Query.of(BEHIND, p -> behind(p, limit));
    }

    private static ResultQuery<?> behind(Parameters<List<UserCursor>> p, int limit) {
        // Texts, because pgjdbc has no array of times that knows infinity.
        Field<OffsetDateTime> time = unnest(p.texts(cursors -> cursors.stream()
                        .map(cursor -> Times.comparableText(cursor.createdAt()))
                        .toArray(String[]::new)))
                .cast(USERS.CREATED_AT.getDataType())
                .as("time");
        Field<Long> id = unnest(
                        p.numbers(cursors -> cursors.stream()
                                .map(cursor -> cursor.id().value())
                                .toArray(Long[]::new)),
                        SQLDataType.BIGINT)
                .as("id");
        // Not a series up to a parameter: of that PostgreSQL expects a thousand rows, and plans anew each time.
        Field<Long> number = unnest(
                        p.numbers(cursors ->
                                LongStream.range(0, cursors.size()).boxed().toArray(Long[]::new)),
                        SQLDataType.BIGINT)
                .as("number");
        Table<?> cursors = select(time, id, number).asTable("cursors");
        Table<?> behind = lateral(select(USER.fields())
                .from(USERS)
                .where(row(USERS.CREATED_AT, USERS.ID)
                        .lt(row(requireNonNull(cursors.field(time)), requireNonNull(cursors.field(id)))))
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                .limit(inline(limit + 1))
                .asTable("behind"));
        List<Field<?>> columns = new ArrayList<>(USER.in(behind));
        columns.add(requireNonNull(cursors.field(number)));
        return select(columns).from(cursors.crossJoin(behind));
    }

    private static Query<UserListing, User> render(ListShape shape) {
        return Query.of(
                shape.searching() ? Preparation.PLANNED_EACH_TIME : Preparation.KEPT, USER, p -> list(p, shape));
    }

    private static ResultQuery<?> list(Parameters<UserListing> p, ListShape shape) {
        Condition where = shape.searching() ? matching(p.text(listing -> pattern(search(listing)))) : noCondition();
        var ordered = select(USER.fields())
                .from(USERS)
                .where(where.and(behindCursor(p, shape)))
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                // Written out: of a limit that is a parameter PostgreSQL expects a tenth of the table, finds that the
                // generic plan looks dear, and plans anew each time. One more row shows whether the list goes on.
                .limit(inline(shape.limit() + 1));
        return shape.start() == ListShape.Start.OFFSET ? ordered.offset(p.number(UserStatements::offset)) : ordered;
    }

    /** Behind the cursor of a list that starts at one; anywhere in others. */
    static Condition behindCursor(Parameters<UserListing> p, ListShape shape) {
        // One comparison of rows, not two of columns joined by "or", is what the index can start from.
        return shape.start() == ListShape.Start.AFTER
                ? row(USERS.CREATED_AT, USERS.ID)
                        .lt(row(
                                p.comparableTime(listing -> cursor(listing).createdAt()),
                                p.number(listing -> cursor(listing).id().value())))
                : noCondition();
    }

    private static ResultQuery<?> update(Parameters<Updating> p) {
        Field<String> name = p.text(updating ->
                        updating.change().name().map(UserName::value).orElse(null))
                .as("name");
        Field<String> folded = p.text(updating -> updating.change()
                        .name()
                        .map(changed -> NameSearch.fold(changed.value()))
                        .orElse(null))
                .as("folded");
        Field<String> email = p.text(updating ->
                        updating.change().email().map(EmailAddress::value).orElse(null))
                .as("email");
        Field<OffsetDateTime> at =
                p.time(Updating::at).cast(USERS.UPDATED_AT.getDataType()).as("at");
        Table<?> given = select(name, folded, email, at).asTable("given");
        Field<String> newName = coalesce(given.field(name), USERS.NAME);
        Field<String> newEmail = coalesce(given.field(email), USERS.EMAIL);
        Condition unchanged = newName.eq(USERS.NAME).and(newEmail.eq(USERS.EMAIL));
        return DSL.update(USERS)
                .set(USERS.NAME, newName)
                .set(USERS.NAME_FOLDED, coalesce(given.field(folded), USERS.NAME_FOLDED))
                .set(USERS.EMAIL, newEmail)
                .set(
                        USERS.UPDATED_AT,
                        when(unchanged, USERS.UPDATED_AT).otherwise(greatest(USERS.UPDATED_AT, given.field(at))))
                .set(USERS.REVISION, when(unchanged, USERS.REVISION).otherwise(USERS.REVISION.plus(inline(1L))))
                .from(given)
                .where(USERS.ID.eq(p.number(updating -> updating.id().value())))
                .and(admitted(p, Updating::precondition))
                .returning(USER.fields());
    }

    private static ResultQuery<?> register(Parameters<Registering> p) {
        // Functions that return sets, side by side in one select list, advance together. In jOOQ 3.21 the other way to
        // say it, "rows from … with ordinality", comes out with an alias where PostgreSQL allows none.
        Field<String> name = unnest(texts(p, user -> user.name().value())).as("name");
        Field<String> folded =
                unnest(texts(p, user -> NameSearch.fold(user.name().value()))).as("folded");
        Field<String> email = unnest(texts(p, user -> user.email().value())).as("email");
        Field<Long> position = function(
                        name("generate_series"),
                        SQLDataType.BIGINT,
                        inline(1L),
                        p.number(registering -> registering.users().size()))
                .as("position");
        Field<OffsetDateTime> at = p.time(Registering::at);
        Table<?> given = select(name, folded, email, position).asTable("given");
        // Ids are drawn in the order given; rows are entered in the order of their addresses, so that two calls wait
        // for each other in one direction only, and never in a circle.
        Field<Long> id = NEXT_ID.as("id");
        Table<?> drawn = select(id, given.field(name), given.field(folded), given.field(email), given.field(position))
                .from(given)
                .orderBy(given.field(position))
                .asTable("drawn");
        return insertInto(
                        USERS, USERS.ID, USERS.NAME, USERS.NAME_FOLDED, USERS.EMAIL, USERS.CREATED_AT, USERS.UPDATED_AT)
                .select(select(drawn.field(id), drawn.field(name), drawn.field(folded), drawn.field(email), at, at)
                        .from(drawn)
                        .orderBy(key(requireNonNull(drawn.field(email))), drawn.field(position)))
                .onConflictDoNothing()
                .returning(REGISTERED.fields());
    }

    private static Field<String[]> texts(Parameters<Registering> p, Function<NewUser, String> text) {
        return p.texts(registering -> registering.users().stream().map(text).toArray(String[]::new));
    }

    private static ResultQuery<?> remove(Parameters<Removing> p) {
        var removed = name("removed")
                .as(deleteFrom(USERS)
                        .where(USERS.ID.eq(p.number(removing -> removing.id().value())))
                        .and(admitted(p, Removing::precondition))
                        .returning(USERS.ID));
        Field<Long> id = requireNonNull(removed.field(USERS.ID));
        var forgotten = name("forgotten")
                .as(deleteFrom(REGISTRATION_KEYS)
                        .using(removed)
                        .where(REGISTRATION_KEYS.USER_ID.eq(id))
                        .returning(REGISTRATION_KEYS.USER_ID));
        return with(removed).with(forgotten).select(id).from(removed);
    }

    /** As the index on it is written; elsewhere it would not be found. */
    private static Field<String> key(Field<String> email) {
        return lower(email.collate(collation("C")));
    }

    private static Condition matching(Field<String> pattern) {
        return USERS.NAME_FOLDED.like(pattern, ESCAPE);
    }

    private static <P> Condition admitted(Parameters<P> p, Function<P, Precondition> precondition) {
        return p.truth(values -> precondition.apply(values).anyOf().isEmpty())
                .isTrue()
                .or(USERS.REVISION.eq(any(p.numbers(
                        values -> revisions(precondition.apply(values).anyOf().orElse(Set.of()))))))
                .and(USERS.REVISION.ne(all(
                        p.numbers(values -> revisions(precondition.apply(values).noneOf())))));
    }

    private static Long[] revisions(Set<Long> revisions) {
        return revisions.toArray(Long[]::new);
    }
}

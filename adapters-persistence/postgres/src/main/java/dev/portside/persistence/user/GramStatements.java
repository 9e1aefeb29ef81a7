package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.USERS;
import static dev.portside.persistence.user.UserColumns.USER;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.collation;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.user.User;
import dev.portside.domain.user.UserListing;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Preparation;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.user.UserStatements.ListShape;
import dev.portside.persistence.user.UserStatements.ListShape.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * Searches by single characters and pairs of them. How common one is that PostgreSQL has not met is its guess, which for a rare one may
 * be a hundred times too high, and then it reads the whole list for it. So nothing is left to guesses: first the nearest part of the list
 * is read, where what is common fills a page, and what is rare enough not to is looked up.
 */
final class GramStatements {

    /** Of the list for each row of a page: what does not fill one is in less than one of these many names, here at least. */
    private static final int READ_FOR_ONE = 250;

    /** Of the list at most, however long a page is; what a larger one misses there is looked up. */
    private static final int READ_AT_MOST = 5_250;

    private static final Map<ListShape, Query<UserListing, User>> NEAR = new ConcurrentHashMap<>();
    private static final Map<ListShape, Query<UserListing, User>> FAR = new ConcurrentHashMap<>();

    static final Query<GramSearch, Long> COUNT = Query.of(
            Preparation.PLANNED_EACH_TIME,
            Columns.ofNumber(),
            p -> select(count(asterisk()))
                    .from(USERS)
                    .where(matching(USERS.NAME_FOLDED, p.text(GramSearch::text))
                            .and(indexed(p.texts(GramSearch::array)))));

    private GramStatements() {}

    /** The list, as far as the nearest part of it goes. */
    static Query<UserListing, User> near(ListShape shape) {
        return NEAR.computeIfAbsent(shape, any -> Query.of(Preparation.PLANNED_EACH_TIME, USER, p -> near(p, shape)));
    }

    /** The list. */
    static Query<UserListing, User> far(ListShape shape) {
        return FAR.computeIfAbsent(shape, any -> Query.of(Preparation.PLANNED_EACH_TIME, USER, p -> far(p, shape)));
    }

    private static ResultQuery<?> near(Parameters<UserListing> p, ListShape shape) {
        List<Field<?>> columns = new ArrayList<>(USER.fields());
        columns.add(USERS.NAME_FOLDED);
        Table<?> part = select(columns)
                .from(USERS)
                .where(UserStatements.behindCursor(p, shape))
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                .limit(inline(Math.min(READ_AT_MOST, READ_FOR_ONE * (shape.limit() + 1))))
                .asTable("part");
        Field<String> folded = requireNonNull(part.field(USERS.NAME_FOLDED));
        var found = select(USER.in(part))
                .from(part)
                .where(matching(folded, text(p)))
                .orderBy(order(part))
                .limit(inline(shape.limit() + 1));
        return shape.start() == Start.OFFSET ? found.offset(p.number(UserStatements::offset)) : found;
    }

    private static ResultQuery<?> far(Parameters<UserListing> p, ListShape shape) {
        var matching = name("found")
                .asMaterialized(select(USER.fields())
                        .from(USERS)
                        .where(matching(USERS.NAME_FOLDED, text(p)).and(indexed(grams(p))))
                        .and(UserStatements.behindCursor(p, shape)));
        // As a table of its own, which PostgreSQL does not look into: it would follow the order of the list.
        var found = with(matching)
                .select(USER.in(matching))
                .from(matching)
                .orderBy(order(matching))
                .limit(inline(shape.limit() + 1));
        return shape.start() == Start.OFFSET ? found.offset(p.number(UserStatements::offset)) : found;
    }

    private static Field<String> text(Parameters<UserListing> p) {
        return p.text(listing -> GramSearch.of(UserStatements.search(listing)).text());
    }

    private static Field<String[]> grams(Parameters<UserListing> p) {
        return p.texts(listing -> GramSearch.of(UserStatements.search(listing)).array());
    }

    private static List<OrderField<?>> order(Table<?> table) {
        return List.of(
                requireNonNull(table.field(USERS.CREATED_AT)).desc(),
                requireNonNull(table.field(USERS.ID)).desc());
    }

    /** Cheaper than the function of the index, and expected to be true: it is no reason for a plan. */
    private static Condition matching(Field<String> folded, Field<String> text) {
        return function(name("strpos"), SQLDataType.INTEGER, folded, text).ne(inline(0));
    }

    /** As the index is written; elsewhere it would not be found. */
    private static Condition indexed(Field<String[]> grams) {
        return function(name("users_name_grams"), SQLDataType.CLOB.array(), USERS.NAME_FOLDED.collate(collation("C")))
                .contains(grams);
    }
}

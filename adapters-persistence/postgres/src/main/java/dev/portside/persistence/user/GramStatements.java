package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.USERS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.collation;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.user.UserStatements.ListShape;
import dev.portside.persistence.user.UserStatements.ListShape.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Param;
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

    private static final Map<ListShape, Sql> NEAR = new ConcurrentHashMap<>();
    private static final Map<ListShape, Sql> FAR = new ConcurrentHashMap<>();

    /** text, grams */
    static final Sql COUNT = Sql.plannedEachTime(select(count(asterisk()))
            .from(USERS)
            .where(matching(USERS.NAME_FOLDED).and(indexed())));

    private GramStatements() {}

    /** time and id of the cursor as the start is, text, offset as the start is; the list, as far as the nearest part of it goes */
    static Sql near(ListShape shape) {
        return NEAR.computeIfAbsent(shape, GramStatements::renderNear);
    }

    /** text, grams, time and id of the cursor or the offset, as the start is; the list */
    static Sql far(ListShape shape) {
        return FAR.computeIfAbsent(shape, GramStatements::renderFar);
    }

    private static Sql renderNear(ListShape shape) {
        List<Field<?>> columns = new ArrayList<>(UserRow.COLUMNS);
        columns.add(USERS.NAME_FOLDED);
        Table<?> part = select(columns)
                .from(USERS)
                .where(behind(shape))
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                .limit(inline(Math.min(READ_AT_MOST, READ_FOR_ONE * (shape.limit() + 1))))
                .asTable("part");
        Field<String> folded = requireNonNull(part.field(USERS.NAME_FOLDED));
        var found = select(columns(part))
                .from(part)
                .where(matching(folded))
                .orderBy(order(part))
                .limit(inline(shape.limit() + 1));
        return Sql.plannedEachTime(shape.start() == Start.OFFSET ? found.offset(number("offset")) : found);
    }

    private static Sql renderFar(ListShape shape) {
        var matching = name("found")
                .asMaterialized(select(UserRow.COLUMNS)
                        .from(USERS)
                        .where(matching(USERS.NAME_FOLDED).and(indexed()))
                        .and(behind(shape)));
        // As a table of its own, which PostgreSQL does not look into: it would follow the order of the list.
        var found = with(matching)
                .select(columns(matching))
                .from(matching)
                .orderBy(order(matching))
                .limit(inline(shape.limit() + 1));
        return Sql.plannedEachTime(shape.start() == Start.OFFSET ? found.offset(number("offset")) : found);
    }

    private static List<Field<?>> columns(Table<?> table) {
        List<Field<?>> columns = new ArrayList<>();
        UserRow.COLUMNS.forEach(column -> columns.add(requireNonNull(table.field(column))));
        return columns;
    }

    private static List<OrderField<?>> order(Table<?> table) {
        return List.of(
                requireNonNull(table.field(USERS.CREATED_AT)).desc(),
                requireNonNull(table.field(USERS.ID)).desc());
    }

    private static Condition behind(ListShape shape) {
        return shape.start() == Start.AFTER
                ? row(USERS.CREATED_AT, USERS.ID)
                        .lt(row(param("created_at", USERS.CREATED_AT.getDataType()), number("id")))
                : noCondition();
    }

    /** Cheaper than the function of the index, and expected to be true: it is no reason for a plan. */
    private static Condition matching(Field<String> folded) {
        return function(name("strpos"), SQLDataType.INTEGER, folded, param("text", SQLDataType.CLOB))
                .ne(inline(0));
    }

    /** As the index is written; elsewhere it would not be found. */
    private static Condition indexed() {
        return function(name("users_name_grams"), SQLDataType.CLOB.array(), USERS.NAME_FOLDED.collate(collation("C")))
                .contains(param("grams", SQLDataType.CLOB.array()));
    }

    private static Param<Long> number(String name) {
        return param(name, Long.class);
    }
}

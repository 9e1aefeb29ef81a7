package dev.portside.persistence.user;

import static dev.portside.persistence.schema.Tables.REGISTRATION_KEYS;
import static dev.portside.persistence.schema.Tables.USERS;
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
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sequence;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import dev.portside.persistence.statement.Sql;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Everything that is ever asked of the table of users. Comments list the parameters in their order. */
final class UserStatements {

    /** Decides whether an address is taken; {@code V1__users.sql} creates it. */
    static final String EMAIL_INDEX = "users_email_key";

    /** What a search text's wildcards are made literal with. */
    static final char ESCAPE = '\\';

    /** Draws an id; the sequence belongs to the identity column, and jOOQ generates no name for such. */
    static final Field<Long> NEXT_ID =
            sequence(name("users_id_seq"), SQLDataType.BIGINT).nextval();

    /** How a list is asked for. Each shape is a statement of its own, because each has a best plan of its own. */
    record ListShape(Start start, boolean searching, int limit) {
        enum Start {
            FIRST,
            OFFSET,
            AFTER
        }
    }

    /** id */
    static final Sql BY_ID = Sql.of(select(UserRow.COLUMNS).from(USERS).where(USERS.ID.eq(number("id"))));

    /** ids */
    static final Sql BY_IDS = Sql.of(select(UserRow.COLUMNS).from(USERS).where(USERS.ID.eq(any(numbers("ids")))));

    /** key of the address */
    static final Sql BY_EMAIL =
            Sql.of(select(UserRow.COLUMNS).from(USERS).where(key(USERS.EMAIL).eq(text("email"))));

    /** id to start behind, limit */
    static final Sql IN_ID_ORDER = Sql.of(select(UserRow.COLUMNS)
            .from(USERS)
            .where(USERS.ID.gt(number("behind")))
            .orderBy(USERS.ID)
            .limit(number("limit")));

    static final Sql COUNT = Sql.of(selectCount().from(USERS));

    /** pattern */
    static final Sql COUNT_MATCHING =
            Sql.plannedEachTime(select(count(asterisk())).from(USERS).where(matching()));

    /** time, time again, names, folded names, addresses, how many; returns id and address of those registered */
    static final Sql REGISTER = Sql.of(register());

    /** name, folded name, address (each null to keep), time, id, any revision?, revisions wanted, revisions unwanted */
    static final Sql UPDATE = Sql.of(update());

    /** id, any revision?, revisions wanted, revisions unwanted; the id of who was removed, with all that is remembered of them */
    static final Sql REMOVE = Sql.of(remove());

    /** id */
    static final Sql EXISTS = Sql.of(selectOne().from(USERS).where(USERS.ID.eq(number("id"))));

    private static final Map<ListShape, Sql> LISTS = new ConcurrentHashMap<>();
    private static final Map<Integer, Sql> LISTS_BEHIND = new ConcurrentHashMap<>();

    private UserStatements() {}

    /** pattern when searching; then time and id of the cursor, or the offset, or nothing, as the start is */
    static Sql list(ListShape shape) {
        return LISTS.computeIfAbsent(shape, UserStatements::render);
    }

    /**
     * times, ids and numbers of cursors: the list behind each. Returns the cursor's number behind the columns of a user, rows
     * in no order that could be relied on.
     */
    static Sql listsBehind(int limit) {
        return LISTS_BEHIND.computeIfAbsent(limit, UserStatements::renderBehind);
    }

    private static Sql renderBehind(int limit) {
        // Texts, because pgjdbc has no array of times that knows infinity.
        Field<OffsetDateTime> time =
                elements("times").cast(USERS.CREATED_AT.getDataType()).as("time");
        Field<Long> id =
                function(name("unnest"), SQLDataType.BIGINT, numbers("ids")).as("id");
        // Not a series up to a parameter: of that PostgreSQL expects a thousand rows, and plans anew each time.
        Field<Long> number =
                function(name("unnest"), SQLDataType.BIGINT, numbers("numbers")).as("number");
        Table<?> cursors = select(time, id, number).asTable("cursors");
        Table<?> behind = lateral(select(UserRow.COLUMNS)
                .from(USERS)
                .where(row(USERS.CREATED_AT, USERS.ID)
                        .lt(row(requireNonNull(cursors.field(time)), requireNonNull(cursors.field(id)))))
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                .limit(inline(limit + 1))
                .asTable("behind"));
        List<Field<?>> columns = new ArrayList<>();
        UserRow.COLUMNS.forEach(column -> columns.add(requireNonNull(behind.field(column))));
        columns.add(requireNonNull(cursors.field(number)));
        return Sql.of(select(columns).from(cursors.crossJoin(behind)));
    }

    private static Sql render(ListShape shape) {
        Condition where = shape.searching() ? matching() : noCondition();
        if (shape.start() == ListShape.Start.AFTER) {
            // One comparison of rows, not two of columns joined by "or", is what the index can start from.
            where = where.and(row(USERS.CREATED_AT, USERS.ID).lt(row(time("created_at"), number("id"))));
        }
        var ordered = select(UserRow.COLUMNS)
                .from(USERS)
                .where(where)
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                // Written out: of a limit that is a parameter PostgreSQL expects a tenth of the table, finds that the
                // generic plan looks dear, and plans anew each time. One more row tells whether the list goes on.
                .limit(inline(shape.limit() + 1));
        Select<?> query = shape.start() == ListShape.Start.OFFSET ? ordered.offset(number("offset")) : ordered;
        return shape.searching() ? Sql.plannedEachTime(query) : Sql.of(query);
    }

    private static Query update() {
        Field<String> name = text("name").as("name");
        Field<String> folded = text("folded").as("folded");
        Field<String> email = text("email").as("email");
        Field<OffsetDateTime> at =
                time("at").cast(USERS.UPDATED_AT.getDataType()).as("at");
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
                .where(USERS.ID.eq(number("id")))
                .and(admitted())
                .returning(UserRow.COLUMNS);
    }

    private static Query register() {
        // Functions that return sets, side by side in one select list, advance together. In jOOQ 3.21 the other way to
        // say it, "rows from … with ordinality", comes out with an alias where PostgreSQL allows none.
        Field<String> name = elements("names").as("name");
        Field<String> folded = elements("folded").as("folded");
        Field<String> email = elements("emails").as("email");
        Field<Long> position = function(name("generate_series"), SQLDataType.BIGINT, inline(1L), number("size"))
                .as("position");
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
                .select(select(
                                drawn.field(id),
                                drawn.field(name),
                                drawn.field(folded),
                                drawn.field(email),
                                time("created_at"),
                                time("updated_at"))
                        .from(drawn)
                        .orderBy(key(requireNonNull(drawn.field(email))), drawn.field(position)))
                .onConflictDoNothing()
                .returning(USERS.ID, USERS.EMAIL);
    }

    private static Query remove() {
        var removed = name("removed")
                .as(deleteFrom(USERS)
                        .where(USERS.ID.eq(number("id")))
                        .and(admitted())
                        .returning(USERS.ID));
        Field<Long> id = requireNonNull(removed.field(USERS.ID));
        var forgotten = name("forgotten")
                .as(deleteFrom(REGISTRATION_KEYS)
                        .using(removed)
                        .where(REGISTRATION_KEYS.USER_ID.eq(id))
                        .returning(REGISTRATION_KEYS.USER_ID));
        return with(removed).with(forgotten).select(id).from(removed);
    }

    private static Field<String> elements(String name) {
        return function(name("unnest"), SQLDataType.CLOB, param(name, SQLDataType.CLOB.array()));
    }

    /** As the index on it is written; elsewhere it would not be found. */
    private static Field<String> key(Field<String> email) {
        return lower(email.collate(collation("C")));
    }

    private static Condition matching() {
        return USERS.NAME_FOLDED.like(text("pattern"), ESCAPE);
    }

    private static Condition admitted() {
        return param("any", Boolean.class)
                .isTrue()
                .or(USERS.REVISION.eq(any(numbers("wanted"))))
                .and(USERS.REVISION.ne(all(numbers("unwanted"))));
    }

    private static Param<Long> number(String name) {
        return param(name, Long.class);
    }

    private static Param<String> text(String name) {
        return param(name, SQLDataType.CLOB);
    }

    private static Param<OffsetDateTime> time(String name) {
        return param(name, USERS.CREATED_AT.getDataType());
    }

    private static Param<Long[]> numbers(String name) {
        return param(name, SQLDataType.BIGINT.array());
    }
}

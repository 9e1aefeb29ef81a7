package dev.portside.persistence.migration;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Action;
import dev.portside.persistence.statement.AdvisoryLocks;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * The extension pg_trgm, whose operator class an index is made with. A database has it once, in whatever schema somebody has put it, which
 * need not be on the search path.
 */
final class Trigrams {

    private static final String NAME = "pg_trgm";

    /** Where hosted databases have their extensions, then where everybody finds them. */
    private static final List<String> SHARED = List.of("extensions", "public");

    /** Lets one of all nodes that start at once make it. */
    private static final Action<None> ENTER = Action.of(
            p -> select(AdvisoryLocks.call("pg_advisory_xact_lock", SQLDataType.OTHER, AdvisoryLocks.TRIGRAMS)));

    private static final Field<String> SCHEMA = field(name("nspname"), String.class);

    /** @param usable whether this user may use what is there */
    private record Place(String schema, boolean usable) {}

    private static final class PlaceColumns extends Columns<Place> {
        private final Of<String> schema = text(SCHEMA);
        private final OfBoolean usable = truth(may("usage", SCHEMA));

        @Override
        public Place read(Row row) throws SQLException {
            return new Place(schema.of(row), usable.of(row));
        }
    }

    private static final PlaceColumns PLACE = new PlaceColumns();

    /** The schema that it is in. */
    private static final Query<None, Place> WHERE = Query.of(
            PLACE,
            p -> select(PLACE.fields())
                    .from(table(name("pg_catalog", "pg_extension")))
                    .join(table(name("pg_catalog", "pg_namespace")))
                    .on(field(name("extnamespace")).eq(field(name("pg_namespace", "oid"))))
                    .where(field(name("extname"), String.class).eq(inline(NAME))));

    /** The schemas in which this user may make something. */
    private static final Query<None, String> OPEN = Query.of(
            Columns.ofText(),
            p -> select(SCHEMA).from(table(name("pg_catalog", "pg_namespace"))).where(may("create", SCHEMA)));

    private static final Query<None, String> CURRENT =
            Query.of(Columns.ofText(), p -> select(function(name("current_schema"), SQLDataType.CLOB)));

    private Trigrams() {}

    /**
     * Makes it if there is none.
     *
     * @param connection in a transaction
     * @return the schema that it is in
     * @throws Fault MISCONFIGURED when it cannot be used, with what is to be run by somebody who may
     */
    static String require(Connection connection) throws SQLException {
        ENTER.run(connection, None.NONE);
        Optional<Place> place = place(connection);
        if (place.isEmpty()) {
            make(connection);
            place = place(connection);
        }
        Place found = place.orElseThrow();
        if (!found.usable()) {
            throw new Fault(
                    Category.MISCONFIGURED,
                    "The extension " + NAME + " is in the schema " + SearchPath.quoted(found.schema()) + ", which "
                            + connection.getMetaData().getUserName()
                            + " may not use; have its owner run: grant usage on schema "
                            + SearchPath.quoted(found.schema()) + " to "
                            + SearchPath.quoted(connection.getMetaData().getUserName()));
        }
        return found.schema();
    }

    private static Optional<Place> place(Connection connection) throws SQLException {
        return WHERE.first(connection, None.NONE);
    }

    private static void make(Connection connection) throws SQLException {
        List<String> open = OPEN.list(connection, None.NONE);
        String own = CURRENT.only(connection, None.NONE);
        String schema = SHARED.stream().filter(open::contains).findFirst().orElse(own);
        String command = "create extension " + NAME + " schema " + SearchPath.quoted(schema);
        try (Statement statement = connection.createStatement()) {
            // jOOQ has no words for it.
            statement.execute(command);
        } catch (SQLException e) {
            if (Faults.of(e).category().isTransient()) {
                throw e;
            }
            String who = Faults.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
                    ? "; have the owner of the database or a superuser run there: create extension " + NAME
                            + " schema public"
                    : "; install it where PostgreSQL runs (Debian's package postgresql-contrib has it)";
            throw new Fault(
                    Category.MISCONFIGURED,
                    "The extension " + NAME + " could not be made (" + e.getMessage() + ")" + who,
                    e);
        }
    }

    private static Field<Boolean> may(String what, Field<String> schema) {
        return function(name("has_schema_privilege"), SQLDataType.BOOLEAN, schema, inline(what));
    }
}

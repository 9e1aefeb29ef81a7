package dev.portside.persistence;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.event.EventPartitions;
import dev.portside.persistence.schema.DefaultSchema;
import dev.portside.persistence.schema.Tables;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * Copies all tables of one database into another's, which are empty and of the same version of the schema; the servers may be of
 * different versions.
 */
final class DatabaseCopy {

    /**
     * In the order that foreign keys ask for; an older schema has not all of them. What migrations write about themselves is there already, and secrets are each
     * database's own.
     */
    private static final List<Table<?>> TABLES = DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
            .filter(table -> !table.equals(Tables.PORTSIDE_SCHEMA) && !table.equals(Tables.SHARED_SECRETS))
            .sorted(Comparator.comparing((Table<?> table) -> !table.equals(Tables.USERS)))
            .collect(Collectors.toUnmodifiableList());

    /** The columns of a table, but for those that the server makes of others. */
    private static final Query<Table<?>, String> COLUMNS = Query.of(
            Columns.ofText(),
            p -> select(function(name("quote_ident"), SQLDataType.CLOB, field(name("attname"), String.class)))
                    .from(table(name("pg_catalog", "pg_attribute")))
                    .where(ofTable(p))
                    .and(field(name("attnum"), Short.class).gt(inline((short) 0)))
                    .and(field(name("attisdropped"), Boolean.class).isFalse())
                    .and(field(name("attgenerated"), String.class).eq(inline("")))
                    .orderBy(field(name("attnum"))));

    /** The columns of a table that number its rows. */
    private static final Query<Table<?>, String> NUMBERED = Query.of(
            Columns.ofText(),
            p -> select(field(name("attname"), String.class))
                    .from(table(name("pg_catalog", "pg_attribute")))
                    .where(ofTable(p))
                    .and(field(name("attidentity"), String.class).ne(inline(""))));

    private static final Query<Table<?>, Boolean> EXISTS = Query.of(
            Columns.ofTruth(),
            p -> select(function(name("to_regclass"), SQLDataType.CLOB, p.text(Table::getName))
                    .isNotNull()));

    private final DataSource from;
    private final DataSource to;
    private final EventPartitions partitions;

    DatabaseCopy(DataSource from, DataSource to, EventPartitions partitions) {
        this.from = from;
        this.to = to;
        this.partitions = partitions;
    }

    long run(LongConsumer progress) {
        try (Connection source = from.getConnection();
                Connection target = to.getConnection()) {
            source.setAutoCommit(false);
            execute(source, "set transaction isolation level repeatable read, read only");
            target.setAutoCommit(false);
            List<Table<?>> tables = new ArrayList<>();
            for (Table<?> table : TABLES) {
                if (exists(source, table)) {
                    tables.add(table);
                }
            }
            requireEmpty(target, tables);
            target.commit();
            List<Instant> months = EventPartitions.divided(source).stream()
                    .map(EventPartitions::start)
                    .toList();
            if (!months.isEmpty()) {
                partitions.makeFor(months);
            }
            requireEmpty(target, tables);
            long rows = 0;
            for (Table<?> table : tables) {
                rows = copy(table, source, target, rows, progress);
            }
            target.commit();
            target.setAutoCommit(true);
            for (Table<?> table : tables) {
                execute(target, "analyze " + table.getName());
            }
            progress.accept(rows);
            return rows;
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }

    private static boolean exists(Connection connection, Table<?> table) throws SQLException {
        return EXISTS.only(connection, table);
    }

    private static void requireEmpty(Connection target, List<Table<?>> tables) throws SQLException {
        for (Table<?> table : tables) {
            execute(target, "lock table " + table.getName() + " in exclusive mode");
            try (Statement statement = target.createStatement();
                    ResultSet rows = statement.executeQuery("select from " + table.getName() + " limit 1")) {
                if (rows.next()) {
                    throw new Fault(
                            Category.MISCONFIGURED,
                            "There is something in the table " + table.getName()
                                    + " already, and a copy would mix with it; copy into a new database, or a new"
                                    + " PORTSIDE_DATA_DIR");
                }
            }
        }
    }

    private static long copy(Table<?> copied, Connection source, Connection target, long before, LongConsumer progress)
            throws SQLException {
        String table = copied.getName();
        String columns = String.join(", ", COLUMNS.list(source, copied));
        CopyManager out = source.unwrap(PGConnection.class).getCopyAPI();
        CopyManager in = target.unwrap(PGConnection.class).getCopyAPI();
        CopyOut reading = out.copyOut("copy (select " + columns + " from " + table + ") to stdout");
        long rows = before;
        CopyIn writing = in.copyIn("copy " + table + " (" + columns + ") from stdin");
        try {
            for (byte[] row = reading.readFromCopy(); row != null; row = reading.readFromCopy()) {
                writing.writeToCopy(row, 0, row.length);
                rows++;
                if (rows % 10_000 == 0) {
                    progress.accept(rows);
                }
            }
            writing.endCopy();
        } finally {
            if (writing.isActive()) {
                writing.cancelCopy();
            }
            if (reading.isActive()) {
                reading.cancelCopy();
            }
        }
        for (String column : NUMBERED.list(source, copied)) {
            continueNumbers(table, column, source, target);
        }
        return rows;
    }

    /** Continues where the other was: numbers of rows that are gone do not come back either. */
    private static void continueNumbers(String table, String column, Connection source, Connection target)
            throws SQLException {
        String sequence = "pg_get_serial_sequence('" + table + "', '" + column + "')";
        try (Statement asking = source.createStatement();
                ResultSet name = asking.executeQuery("select " + sequence)) {
            name.next();
            try (Statement reading = source.createStatement();
                    ResultSet last = reading.executeQuery("select last_value, is_called from " + name.getString(1))) {
                last.next();
                try (Statement writing = target.createStatement()) {
                    writing.execute(
                            "select setval(" + sequence + ", " + last.getLong(1) + ", " + last.getBoolean(2) + ")");
                }
            }
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        // Commands that jOOQ has no words for.
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static Condition ofTable(Parameters<Table<?>> p) {
        return field(name("attrelid"), Long.class)
                .eq(function(name("to_regclass"), SQLDataType.BIGINT, p.text(Table::getName)));
    }
}

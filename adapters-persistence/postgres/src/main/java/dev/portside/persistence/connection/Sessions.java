package dev.portside.persistence.connection;

import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.connection.PostgresSettings.Pooler;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections set up for what this storage does with them, each by one question to the server as soon as it is made. With a pooler in
 * between that gives each transaction another connection to the server, what one client leaves in a session is met by the next:
 * statements have no names then, and nothing is set that outlasts a transaction.
 */
public final class Sessions extends PlainDataSource {

    private static final Duration CLIENT_CHECK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /**
     * Values that a connection is set up with.
     *
     * @param number of the connection to the server that it was given with; -1 for whichever it is
     */
    private record SetUp(int number, String timeout) {}

    /** Values found while a connection was set up. */
    private record Found(int number, String searchPath, String isolation) {}

    private static final class FoundColumns extends Columns<Found> {
        private final OfInt number = integer("number");
        private final Of<String> searchPath = text("search_path");
        private final Of<String> isolation = text("isolation");

        FoundColumns() {
            text("set");
        }

        @Override
        public Found read(Row row) throws SQLException {
            return new Found(number.of(row), searchPath.of(row), isolation.of(row));
        }
    }

    /**
     * Sets a connection up when it leads to the server's connection that it was given. Settings are made by this query, and not by the
     * start-up parameter "options", which poolers refuse.
     */
    private static final Query<SetUp, Found> SET_UP = Query.of(new FoundColumns(), Sessions::setUp);

    /** Isolation level that statements here are written for. */
    private static final class Isolation {
        static final String WORDS = "read committed";
    }

    private static final Query<None, Long> NUMBER = Query.of(Columns.ofNumber(), p -> select(backend()));

    private final PGSimpleDataSource server;
    private final Pooler pooler;
    private final @Nullable Duration statementTimeout;
    private volatile boolean told;

    /** @param statementTimeout null for none */
    public Sessions(PGSimpleDataSource server, Pooler pooler, @Nullable Duration statementTimeout) {
        super(server);
        this.server = server;
        this.pooler = pooler;
        this.statementTimeout = statementTimeout;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Optional<Connection> connection = setUp(connect());
        while (connection.isEmpty()) {
            connection = setUp(connect());
        }
        return connection.get();
    }

    /** Empty when it is the first that has shown that there is a pooler, so that it was not made as those after it are. */
    private Optional<Connection> setUp(Connection connection) throws SQLException {
        try {
            if (isSetUp(connection)) {
                return Optional.of(connection);
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException | RuntimeException | Error e) {
            try (connection) {
                throw e;
            }
        }
    }

    /** The number that the server has given the connection. */
    static int number(Connection connection) throws SQLException {
        return Math.toIntExact(NUMBER.only(connection, None.NONE));
    }

    private Connection connect() throws SQLException {
        try {
            return server.getConnection();
        } catch (SQLException e) {
            Optional<Fault> refusal = PoolerRefusals.of(e);
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            throw e;
        }
    }

    private boolean isSetUp(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        int given = session.getBackendPID();
        String millis = statementTimeout == null ? "0" : statementTimeout.toMillis() + "ms";
        int number = switch (pooler) {
            case AUTO -> given;
            case SESSION -> -1;
            // No server's.
            case TRANSACTION -> -2;
        };
        Found found = SET_UP.only(connection, new SetUp(number, millis));
        if (given != found.number() || pooler == Pooler.TRANSACTION) {
            // Some poolers leave it out and say nothing.
            String options = server.getOptions();
            require(
                    options == null || options.isEmpty(),
                    "options of DATABASE_URL may have no effect; take it out, and use currentSchema in DATABASE_URL"
                            + " instead, or run: alter role … set search_path = … (and so for other settings)");
        }
        if (number == -1 || number == found.number()) {
            return true;
        }
        return isSetUpForPooler(session, found);
    }

    private boolean isSetUpForPooler(PGConnection session, Found found) {
        session.setPrepareThreshold(0);
        require(
                found.isolation().equals(Isolation.WORDS),
                "transactions are \"" + found.isolation() + "\" by default; run: alter role … set"
                        + " default_transaction_isolation = 'read committed'");
        String wanted = server.getCurrentSchema();
        require(
                wanted == null || plain(wanted).equals(plain(found.searchPath())),
                "currentSchema of DATABASE_URL has no effect; take it out, and run: alter role … set search_path = "
                        + wanted);
        // One connection of the pool logs it for all.
        if (!told && statementTimeout != null) {
            told = true;
            LOG.info("There is a pooler before PostgreSQL: statements are sent without names, which is right for one"
                    + " that pools by transaction. If it pools by session, PORTSIDE_DB_POOLER=session makes them"
                    + " faster.");
        }
        if (statementTimeout == null || server.getQueryTimeout() > 0) {
            return true;
        }
        // The session's own timeout would be another client's, too.
        server.setQueryTimeout((int) Math.max(1, statementTimeout.toSeconds()));
        return false;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Fault(Category.MISCONFIGURED, "Behind the pooler before PostgreSQL " + otherwise);
        }
    }

    private static String plain(String searchPath) {
        return searchPath.replaceAll("[\\s\"]", "");
    }

    private static ResultQuery<?> setUp(Parameters<SetUp> p) {
        Field<Integer> number = p.integer(SetUp::number);
        Field<String> timeout = p.text(SetUp::timeout);
        return select(
                backend(),
                current("search_path"),
                current("default_transaction_isolation"),
                when(
                        number.eq(backend()).or(number.eq(inline(-1))),
                        concat(
                                set("statement_timeout", timeout),
                                set("idle_in_transaction_session_timeout", timeout),
                                // The server stops a query whose client has closed the connection.
                                set("client_connection_check_interval", inline(CLIENT_CHECK.toMillis() + "ms")),
                                // The statements' meaning relies on it, so it is not left to the server's
                                // configuration.
                                set("default_transaction_isolation", inline(Isolation.WORDS)))));
    }

    private static Field<Integer> backend() {
        return function(name("pg_backend_pid"), SQLDataType.INTEGER);
    }

    private static Field<String> current(String setting) {
        return function(name("current_setting"), SQLDataType.CLOB, inline(setting));
    }

    private static Field<String> set(String setting, Field<String> value) {
        return function(name("set_config"), SQLDataType.CLOB, inline(setting), value, inline(false));
    }
}

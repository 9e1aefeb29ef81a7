package dev.portside.persistence.connection;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.migration.SchemaVersion;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Last known state of the service: is the schema compatible, does the database take writes? Safe for use by many threads. */
public final class ServiceState {

    /** In a word, for those who ask whether this node is ready. */
    public enum Trouble {
        SCHEMA_TOO_NEW,
        READ_ONLY
    }

    private static final Query<None, Boolean> READ_ONLY = Query.of(
            Columns.ofTruth(),
            p -> select(function(name("current_setting"), SQLDataType.CLOB, inline("transaction_read_only"))
                    .eq(inline("on"))));

    private static final Logger LOG = LoggerFactory.getLogger(ServiceState.class);

    private final AtomicReference<@Nullable SchemaVersion> tooNew = new AtomicReference<>();
    private volatile @Nullable Trouble trouble;

    /** Returns what the last query found; null when nothing prevents requests. */
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /**
     * Lets no request through that would meet tables it does not know.
     *
     * @throws Fault UNAVAILABLE when a newer program has changed the schema so that this one may not work on it
     */
    void requireKnownSchema() {
        SchemaVersion there = tooNew.get();
        if (there != null) {
            throw there.refusal(Category.UNAVAILABLE);
        }
    }

    /** Asks for the version of the schema. */
    void askForSchema(Connection connection) throws SQLException {
        SchemaVersion there = SchemaVersion.of(connection)
                .filter(version -> !version.isCompatible())
                .orElse(null);
        SchemaVersion before = tooNew.getAndSet(there);
        if (there != null && before == null) {
            LOG.error(
                    "{}; until then this node answers 503",
                    there.refusal(Category.UNAVAILABLE).getMessage());
        } else if (there == null && before != null) {
            LOG.info("The schema is one again that this Portside may work on");
        }
        trouble = there == null ? null : Trouble.SCHEMA_TOO_NEW;
    }

    /** Returns whether the connection leads to a database that takes no writes, or has been made while it did not. */
    static boolean isReadOnly(Connection connection) throws SQLException {
        return READ_ONLY.only(connection, None.NONE);
    }

    /** Notes that the database takes no writes; returns the fault to throw. */
    Fault readOnly() {
        trouble = Trouble.READ_ONLY;
        return new Fault(
                Category.UNAVAILABLE,
                "PostgreSQL takes no writes at the moment: the server is a standby, or default_transaction_read_only"
                        + " is on");
    }
}

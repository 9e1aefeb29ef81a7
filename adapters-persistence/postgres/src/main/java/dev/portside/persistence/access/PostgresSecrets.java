package dev.portside.persistence.access;

import static dev.portside.persistence.schema.Tables.SHARED_SECRETS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import dev.portside.application.storage.SharedSecrets;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.statement.Sql;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jooq.impl.SQLDataType;

/** Secrets in PostgreSQL. Of those who make one at the same moment, all get the one that the primary key let in. */
public final class PostgresSecrets implements SharedSecrets {

    /** name */
    private static final Sql THERE = Sql.binary(select(SHARED_SECRETS.VALUE)
            .from(SHARED_SECRETS)
            .where(SHARED_SECRETS.NAME.eq(param("name", SQLDataType.CLOB))));

    /** name, value; the value that is there then */
    private static final Sql MAKE = Sql.binary(insertInto(SHARED_SECRETS)
            .set(SHARED_SECRETS.NAME, param("name", SQLDataType.CLOB))
            .set(SHARED_SECRETS.VALUE, param("value", SQLDataType.BLOB))
            .onConflict(SHARED_SECRETS.NAME)
            .doUpdate()
            // Changes nothing; without it, nothing would be returned of a row that was there.
            .set(SHARED_SECRETS.NAME, excluded(SHARED_SECRETS.NAME))
            .returningResult(SHARED_SECRETS.VALUE));

    private final Database database;
    private final RandomGenerator randomness;

    public PostgresSecrets(Database database, RandomGenerator randomness) {
        this.database = database;
        this.randomness = randomness;
    }

    @Override
    public byte[] secret(String name) {
        // Nearly always; and a database that takes no writes answers that, too.
        Optional<byte[]> there = database.run(connection -> THERE.first(connection, row -> row.getBytes(1), name));
        return there.isPresent() ? there.get() : make(name);
    }

    private byte[] make(String name) {
        byte[] made = new byte[BYTES];
        randomness.nextBytes(made);
        return database.run(connection ->
                MAKE.first(connection, row -> row.getBytes(1), name, made).orElseThrow());
    }
}

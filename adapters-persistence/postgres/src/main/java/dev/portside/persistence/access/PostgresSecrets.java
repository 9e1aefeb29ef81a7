package dev.portside.persistence.access;

import static dev.portside.persistence.schema.Tables.SHARED_SECRETS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import dev.portside.application.storage.SharedSecrets;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Preparation;
import dev.portside.persistence.statement.Query;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jooq.impl.SQLDataType;

/** Secrets in PostgreSQL. Of those who make one at the same moment, all get the one that the primary key let in. */
public final class PostgresSecrets implements SharedSecrets {

    @SuppressWarnings("ArrayRecordComponent") // for the driver, and never compared
    private record Secret(String name, byte[] value) {}

    private static final Query<String, byte[]> FIND = Query.of(
            Preparation.BINARY,
            Columns.ofBytes(),
            p -> select(SHARED_SECRETS.VALUE).from(SHARED_SECRETS).where(SHARED_SECRETS.NAME.eq(p.text(name -> name))));

    /** Returns the value that is there then. */
    private static final Query<Secret, byte[]> ADD = Query.of(
            Preparation.BINARY,
            Columns.ofBytes(),
            p -> insertInto(SHARED_SECRETS)
                    .set(SHARED_SECRETS.NAME, p.text(Secret::name))
                    .set(SHARED_SECRETS.VALUE, p.object(SQLDataType.BLOB, Secret::value))
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
        Optional<byte[]> there = database.run(connection -> FIND.first(connection, name));
        return there.isPresent() ? there.get() : make(name);
    }

    private byte[] make(String name) {
        byte[] made = new byte[BYTES];
        randomness.nextBytes(made);
        return database.run(connection -> ADD.only(connection, new Secret(name, made)));
    }
}

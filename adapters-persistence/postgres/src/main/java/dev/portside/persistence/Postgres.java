package dev.portside.persistence;

import dev.portside.application.adapter.Host;
import dev.portside.application.event.EventStore;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.Seeding;
import dev.portside.application.storage.SharedSecrets;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageCopy;
import dev.portside.application.transaction.HostTransactions;
import dev.portside.application.user.BatchUserStore;
import dev.portside.persistence.access.PostgresSecrets;
import dev.portside.persistence.connection.Connections;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.HostConnections;
import dev.portside.persistence.connection.JdbcTransactions;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.connection.PostgresSettings.Pooler;
import dev.portside.persistence.connection.Sessions;
import dev.portside.persistence.event.EventPartitions;
import dev.portside.persistence.event.EventSeed;
import dev.portside.persistence.event.PostgresEventStore;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.HighCardinalityProperties;
import dev.portside.persistence.image.PostgresAvatarStore;
import dev.portside.persistence.migration.Migrations;
import dev.portside.persistence.user.PostgresUserStore;
import dev.portside.persistence.user.UserSeed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Storage in PostgreSQL 15 or newer. Safe for use by many threads. Interrupting a virtual thread ends its call soon;
 * interrupting a platform thread ends its wait for a connection, and a statement at the statement timeout.
 */
public final class Postgres implements Storage, Seeding, StorageCopy {

    private final Database database;
    private final Optional<JdbcTransactions> transactions;
    private final Runnable check;
    private final Migrations.Place place;
    private final BatchUserStore users;
    private final AvatarStore avatars;
    private final EventPartitions partitions;
    private final EventCompaction compaction;
    private final EventStore events;

    private Postgres(
            Connections connections,
            Optional<JdbcTransactions> transactions,
            Runnable check,
            Migrations.Place place,
            int maxEventNames) {
        JavaVersion.require();
        this.transactions = transactions;
        this.check = check;
        this.place = place;
        this.database = new Database(connections, transactions);
        this.users = new PostgresUserStore(database);
        this.avatars = new PostgresAvatarStore(database);
        HighCardinalityProperties wide = new HighCardinalityProperties();
        this.compaction = new EventCompaction(database, wide, maxEventNames);
        this.partitions = new EventPartitions(database, compaction);
        this.events = new PostgresEventStore(database, partitions, wide, maxEventNames);
    }

    /**
     * Opens a pool of connections and returns at once, whether or not the server is there: connections are made in the
     * background, again and again until they succeed. {@link #close} it.
     *
     * @param registry gets HikariCP's metrics, tagged {@code pool=postgres}
     */
    public static Postgres open(PostgresSettings settings, MeterRegistry registry) {
        OwnConnections connections = new OwnConnections(settings, registry);
        return new Postgres(connections, Optional.empty(), () -> {}, Migrations.Place.OWN, settings.maxEventNames());
    }

    /** The same, with the host's registry if it has one. */
    public static Postgres open(PostgresSettings settings, Host host) {
        return open(settings, host.given(MeterRegistry.class).orElseGet(SimpleMeterRegistry::new));
    }

    /**
     * Works on connections that the host lends: a pool of its own, say. It sees to their timeouts and to how many there are; each
     * call that is not in a transaction of the host's takes one, and large questions none but theirs. There may be tables of the
     * host's beside those of this storage, and Flyway's notes about them.
     *
     * @param source of connections that are "read committed"; {@link #close} leaves it open. Tables are made in the schema that comes
     *     first for its connections: {@code users}, {@code registration_keys}, {@code avatars}, {@code shared_secrets}, and some whose names begin
     *     with {@code event}
     * @param transactions of the host's on connections of the same database, which calls may be made in
     */
    public static Postgres on(DataSource source, Optional<JdbcTransactions> transactions) {
        return on(source, transactions, Pooler.AUTO, Optional.empty());
    }

    /**
     * The same with something between the data source and PostgreSQL, or with tables elsewhere.
     *
     * @param schema that tables are in, made when it is not there; calls then ask the server twice more, to look there and to look
     *     again where the host does
     */
    public static Postgres on(
            DataSource source, Optional<JdbcTransactions> transactions, Pooler pooler, Optional<String> schema) {
        HostConnections connections = new HostConnections(source, pooler, schema);
        return new Postgres(
                connections,
                transactions,
                connections::check,
                schema.isEmpty() ? Migrations.Place.SHARED : Migrations.Place.OWN_OF_MANY,
                PostgresSettings.DEFAULT_MAX_EVENT_NAMES);
    }

    /**
     * Brings the schema up to date; does nothing when it is. Nodes may call this at the same time: one migrates, the
     * others wait. Takes as long as the migrations do.
     *
     * @throws dev.portside.application.Fault UNAVAILABLE while the server cannot be reached, so that a retry makes sense;
     *     MISCONFIGURED when it never will, because the server is too old, refuses the credentials, a newer Portside has changed the schema so
     *     that this one may not work on it, or a migration fails
     */
    @Override
    public void migrate() {
        check.run();
        new Migrations(database.administration(), place).run();
    }

    /** The users; the schema must be up to date. */
    @Override
    public BatchUserStore users() {
        return users;
    }

    /** The avatars of these users; the schema must be up to date. */
    @Override
    public AvatarStore avatars() {
        return avatars;
    }

    /** The events; the schema must be up to date. People are counted exactly up to 4,096. */
    @Override
    public EventStore events() {
        return events;
    }

    /**
     * Makes room for coming events and adds what came to the rollups that answer questions, now and from time to time until
     * closed. Every node does so; only one at a time finds work.
     *
     * @param retention after which events are removed, with whole months; empty to keep them all
     */
    @Override
    public AutoCloseable startMaintenance(Clock clock, Optional<Duration> retention) {
        return PartitionMaintenance.start(database, partitions, compaction, clock, retention);
    }

    /** The server, required and named {@code storage}. */
    @Override
    public List<Dependency> dependencies() {
        return List.of(new StorageDependency(database));
    }

    /** Those that the host said it has. */
    @Override
    public Optional<HostTransactions> transactions() {
        return transactions.map(any -> any);
    }

    /** Of the table {@code shared_secrets}; the schema must be up to date. */
    @Override
    public Optional<SharedSecrets> secrets(RandomGenerator randomness) {
        return Optional.of(new PostgresSecrets(database, randomness));
    }

    @Override
    public Optional<Seeding> seeding() {
        return Optional.of(this);
    }

    /**
     * Adds made-up users: all of them, or none when it throws. Their addresses differ from those of every earlier run;
     * do not run two at once. Their times are spread evenly over the past year, in the order of their ids.
     *
     * @param count at least 0
     * @param progress receives every few thousand rows, and at the end, how many have been sent
     * @return how many were added
     * @throws dev.portside.application.Fault when the database fails
     */
    @Override
    public long seedUsers(long count, LongConsumer progress) {
        return new UserSeed(database.administration()).add(count, progress);
    }

    /**
     * Adds made-up events of the year before now, in the order of their times: all of them, or none when it throws before
     * they are all sent; then brings the rollups up to date.
     *
     * @param count at least 0
     * @param progress receives every few thousand events, and at the end, how many have been sent
     * @return how many were added
     * @throws dev.portside.application.Fault when the database fails
     */
    @Override
    public long seedEvents(long count, Instant now, LongConsumer progress) {
        return new EventSeed(database.administration(), partitions, compaction).add(count, now, progress);
    }

    @Override
    public Optional<StorageCopy> takeover() {
        return Optional.of(this);
    }

    /** See {@link PostgresSettings#parse} for the address. */
    @Override
    public void prepareFor(String address) {
        prepareFor(other(address));
    }

    /**
     * Copies all tables of another Portside's database, whose server may be of another version; see {@link PostgresSettings#parse} for its
     * address. The schema here is brought to the version of the other's first, and up to date in the end.
     */
    @Override
    public long copyFrom(String address, LongConsumer progress) {
        DataSource other = other(address);
        prepareFor(other);
        long rows = new DatabaseCopy(other, database.administration(), partitions).run(progress);
        new Migrations(database.administration(), place).run();
        return rows;
    }

    private void prepareFor(DataSource other) {
        int version = new Migrations(other).versionToCopy();
        check.run();
        new Migrations(database.administration(), place).runUpTo(version);
    }

    /** Its transactions take no writes: an older Portside may be serving it. */
    private static DataSource other(String address) {
        PGSimpleDataSource other = OwnConnections.source(PostgresSettings.of(address));
        other.setReadOnly(true);
        return new Sessions(other, Pooler.AUTO, null);
    }

    /** Closes every connection that is its own, those in use too, and ends the attempts to make more. */
    @Override
    public void close() {
        database.close();
    }
}

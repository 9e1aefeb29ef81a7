package dev.portside.persistence.connection;

import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.domain.event.EventTotals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Address of the database and settings of its use.
 *
 * @param jdbcUrl what pgjdbc understands, without user and password
 * @param password may be empty, for servers that do not ask
 * @param poolMax the most connections kept open, 1 to {@value #MAX_POOL}
 * @param poolMin how many are kept open while there is nothing to do, 0 to {@code poolMax}
 * @param acquireTimeout how long a call waits for a free connection, at least 250 ms
 * @param statementTimeout how long the server works on one statement before it gives up, at least 1 s
 * @param maxEventNames how many names of events are counted ahead of questions, 1 to {@value #MAX_EVENT_NAMES}
 * @param pooler what is between here and the database
 */
public record PostgresSettings(
        String jdbcUrl,
        String user,
        String password,
        int poolMax,
        int poolMin,
        Duration acquireTimeout,
        Duration statementTimeout,
        int maxEventNames,
        Pooler pooler) {

    /** A program such as pgbouncer between here and PostgreSQL, by what it does with connections. */
    public enum Pooler {
        /**
         * Found out for each connection: one whose number is another than the server says goes through a pooler, which is taken for one
         * that pools by transaction.
         */
        AUTO,

        /** Each connection has one to the server to itself for as long as it is open, pooler or not. */
        SESSION,

        /** Each transaction may run on another connection to the server, whatever the numbers say. */
        TRANSACTION;

        /** As it is set. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Pooler of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        static List<String> words() {
            return Stream.of(values()).map(Pooler::word).toList();
        }
    }

    public static final int DEFAULT_POOL_MAX = 50;
    public static final int DEFAULT_POOL_MIN = 5;
    public static final Duration DEFAULT_ACQUIRE_TIMEOUT = Duration.ofSeconds(3);
    public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    public static final int DEFAULT_MAX_EVENT_NAMES = 1_000;

    /** Highest number of names whose numbers of events are reported one by one. */
    public static final int MAX_EVENT_NAMES = EventTotals.MAX_NAMES;

    /** More than any PostgreSQL serves well. */
    public static final int MAX_POOL = 1_000;

    /** What HikariCP accepts. */
    private static final Duration MIN_ACQUIRE_TIMEOUT = Duration.ofMillis(250);

    private static final Duration MIN_STATEMENT_TIMEOUT = Duration.ofSeconds(1);

    private static final Setting<Integer> POOL_MAX = Setting.number(
            "PORTSIDE_DB_POOL_MAX", DEFAULT_POOL_MAX, 1, MAX_POOL, "connections to the database, maximum");
    private static final Setting<OptionalInt> POOL_MIN = Setting.numberOrAuto(
            "PORTSIDE_DB_POOL_MIN",
            0,
            MAX_POOL,
            "connections to the database when idle; `auto` is 5, or the maximum if that is less");
    private static final Setting<Duration> ACQUIRE_TIMEOUT = Setting.duration(
            "PORTSIDE_DB_POOL_ACQUIRE_TIMEOUT",
            DEFAULT_ACQUIRE_TIMEOUT.toSeconds() + "s",
            MIN_ACQUIRE_TIMEOUT,
            Duration.ofMinutes(10),
            "acquire timeout of the pool; then 503");

    private static final Setting<Integer> EVENT_NAMES = Setting.number(
            "PORTSIDE_EVENT_NAMES",
            DEFAULT_MAX_EVENT_NAMES,
            1,
            MAX_EVENT_NAMES,
            "event names with rollups of their own; see [Bounds](analytics.md#bounds)");

    /** What is between here and a database that somebody else runs. */
    public static final Setting<String> POOLER = Setting.oneOf(
            "PORTSIDE_DB_POOLER",
            Pooler.AUTO.word(),
            Pooler.words(),
            "pooler in front of the database: `auto` detects it; `session`: each connection has "
                    + "one server connection of its own; `transaction`: it has not");

    /** Where in a host's database tables are; empty for what comes first on the path of its connections. */
    public static final Setting<Optional<String>> SCHEMA = Setting.optional(
            "PORTSIDE_DB_SCHEMA",
            "embedded on a host's `DataSource`: the schema of the tables; without it, the first one on the search path"
                    + " of its connections");

    /**
     * The most connections that a node may have beside those of its pool: long work takes one, and so may the question whether the
     * database takes writes again; Flyway, which migrates before either, takes two.
     */
    public static final int BESIDE_POOL = 2;

    /** What can be set of the pool and of what is kept, for every adapter that has them. */
    public static final List<Setting<?>> POOL = List.of(POOL_MAX, POOL_MIN, ACQUIRE_TIMEOUT, EVENT_NAMES);

    /** @throws IllegalArgumentException naming what is out of its range; it never contains the password */
    public PostgresSettings {
        require(poolMax >= 1 && poolMax <= MAX_POOL, "pool max must be 1 to " + MAX_POOL + ", but was " + poolMax);
        require(
                poolMin >= 0 && poolMin <= poolMax,
                "pool min must be 0 to pool max (" + poolMax + "), but was " + poolMin);
        require(
                acquireTimeout.compareTo(MIN_ACQUIRE_TIMEOUT) >= 0,
                "acquire timeout must be at least 250 ms, but was " + acquireTimeout.toMillis() + " ms");
        require(
                statementTimeout.compareTo(MIN_STATEMENT_TIMEOUT) >= 0,
                "statement timeout must be at least 1 s, but was " + statementTimeout.toMillis() + " ms");
        require(
                maxEventNames >= 1 && maxEventNames <= MAX_EVENT_NAMES,
                "max event names must be 1 to " + MAX_EVENT_NAMES + ", but was " + maxEventNames);
    }

    /** With the usual number of names of events, and a pooler in between if there is one. */
    public PostgresSettings(
            String jdbcUrl,
            String user,
            String password,
            int poolMax,
            int poolMin,
            Duration acquireTimeout,
            Duration statementTimeout) {
        this(
                jdbcUrl,
                user,
                password,
                poolMax,
                poolMin,
                acquireTimeout,
                statementTimeout,
                DEFAULT_MAX_EVENT_NAMES,
                Pooler.AUTO);
    }

    /** The same with this in between. */
    public PostgresSettings with(Pooler between) {
        return new PostgresSettings(
                jdbcUrl, user, password, poolMax, poolMin, acquireTimeout, statementTimeout, maxEventNames, between);
    }

    /** The database of a URL, used with the default pool and timeouts; see {@link #parse}. */
    public static PostgresSettings of(String databaseUrl) {
        return parse(
                databaseUrl, DEFAULT_POOL_MAX, DEFAULT_POOL_MIN, DEFAULT_ACQUIRE_TIMEOUT, DEFAULT_STATEMENT_TIMEOUT);
    }

    /** A database, with a pool as it is set and statements that take no longer than requests. */
    public static PostgresSettings of(
            String jdbcUrl, String user, String password, SettingValues values, Duration requestDeadline) {
        int max = values.get(POOL_MAX);
        return new PostgresSettings(
                jdbcUrl,
                user,
                password,
                max,
                poolMin(values),
                values.get(ACQUIRE_TIMEOUT),
                requestDeadline.compareTo(MIN_STATEMENT_TIMEOUT) < 0 ? MIN_STATEMENT_TIMEOUT : requestDeadline,
                values.get(EVENT_NAMES),
                Pooler.AUTO);
    }

    private static int poolMin(SettingValues values) {
        return values.get(POOL_MIN).orElse(Math.min(DEFAULT_POOL_MIN, values.get(POOL_MAX)));
    }

    /** Looks for what is wrong with the settings of a pool together; see {@link dev.portside.application.adapter.Adapter#check}. */
    public static void checkPool(SettingValues values, int mostConnections, Consumer<String> problems) {
        int max = values.get(POOL_MAX);
        if (poolMin(values) > max) {
            problems.accept("PORTSIDE_DB_POOL_MIN (" + poolMin(values) + ") must not be above PORTSIDE_DB_POOL_MAX ("
                    + max + ")");
        }
        if (max > mostConnections) {
            problems.accept("PORTSIDE_DB_POOL_MAX is " + max + ", but the server admits " + mostConnections
                    + "; lower it, or set DATABASE_URL to another server");
        }
    }

    /**
     * The database of a URL.
     *
     * @param databaseUrl {@code postgres://user:password@host:port/database?parameter=value} ({@code postgresql://} too;
     *     percent-encoded, port 5432 when left out, IPv6 addresses in brackets, parameters as pgjdbc names them), or
     *     {@code jdbc:postgresql:…} with the parameters {@code user} and {@code password}
     * @throws IllegalArgumentException saying what is wrong and what is expected; it never contains the password
     */
    public static PostgresSettings parse(
            String databaseUrl, int poolMax, int poolMin, Duration acquireTimeout, Duration statementTimeout) {
        DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
        return new PostgresSettings(
                url.jdbcUrl(), url.user(), url.password(), poolMax, poolMin, acquireTimeout, statementTimeout);
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "PostgresSettings[jdbcUrl=%s, user=%s, password=***, poolMax=%d, poolMin=%d, acquireTimeout=%s, statementTimeout=%s, maxEventNames=%d, pooler=%s]"
                .formatted(jdbcUrl, user, poolMax, poolMin, acquireTimeout, statementTimeout, maxEventNames, pooler);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}

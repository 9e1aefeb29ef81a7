package dev.portside.persistence;

import java.time.Duration;

/**
 * Where the database is and how it is used.
 *
 * @param jdbcUrl what pgjdbc understands, without user and password
 * @param password may be empty, for servers that do not ask
 * @param poolMax the most connections kept open, 1 to {@value #MAX_POOL}
 * @param poolMin how many are kept open while there is nothing to do, 0 to {@code poolMax}
 * @param acquireTimeout how long a call waits for a free connection, at least 250 ms
 * @param statementTimeout how long the server works on one statement before it gives up, at least 1 s
 */
public record PostgresSettings(
        String jdbcUrl,
        String user,
        String password,
        int poolMax,
        int poolMin,
        Duration acquireTimeout,
        Duration statementTimeout) {

    public static final int DEFAULT_POOL_MAX = 50;
    public static final int DEFAULT_POOL_MIN = 5;
    public static final Duration DEFAULT_ACQUIRE_TIMEOUT = Duration.ofSeconds(3);
    public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    /** More than any PostgreSQL serves well. */
    public static final int MAX_POOL = 1_000;

    /** What HikariCP accepts. */
    private static final Duration MIN_ACQUIRE_TIMEOUT = Duration.ofMillis(250);

    private static final Duration MIN_STATEMENT_TIMEOUT = Duration.ofSeconds(1);

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
    }

    /** The database of a URL, used with the default pool and timeouts; see {@link #parse}. */
    public static PostgresSettings of(String databaseUrl) {
        return parse(
                databaseUrl, DEFAULT_POOL_MAX, DEFAULT_POOL_MIN, DEFAULT_ACQUIRE_TIMEOUT, DEFAULT_STATEMENT_TIMEOUT);
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
        return "PostgresSettings[jdbcUrl=%s, user=%s, password=***, poolMax=%d, poolMin=%d, acquireTimeout=%s, statementTimeout=%s]"
                .formatted(jdbcUrl, user, poolMax, poolMin, acquireTimeout, statementTimeout);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}

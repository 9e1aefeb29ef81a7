package dev.portside.testkit.services;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * One real Redis for all tests of a JVM, started when first asked for. It is, in this order: the one whose address is in
 * {@value #ADDRESS_VARIABLE}, one in a container, or one started as {@link #startPrivate} does. Tests share it, and it may belong
 * to somebody else, so each test must use keys and channels of its own and leave all others alone. Safe for use by many
 * threads.
 */
public final class TestRedis {

    /** Names the environment variable with the {@code redis://} address of a server to use. */
    public static final String ADDRESS_VARIABLE = "PORTSIDE_TEST_REDIS_URL";

    private static final Logger LOG = LoggerFactory.getLogger(TestRedis.class);
    private static final String IMAGE = "redis:7";
    private static final int PORT_IN_CONTAINER = 6379;

    private TestRedis() {}

    /** The address, as {@code redis://[user:password@]host:port[/database]}; Redis 6.2 or newer listens there. */
    public static String url() {
        return Shared.URL;
    }

    /**
     * Starts a server that the test has to itself and may pause, kill and start again: from the binaries of
     * {@code com.github.codemonstur:embedded-redis} where the tests have that library, or else the {@code redis-server}
     * that is installed. Takes tens of milliseconds.
     */
    public static PrivateRedis startPrivate() {
        return PrivateRedis.start();
    }

    /** Initialised when first touched: the JVM does the locking. */
    private static final class Shared {

        private static final String URL = choose();

        private static String choose() {
            String given = System.getenv(ADDRESS_VARIABLE);
            if (given != null && !given.isBlank()) {
                return given;
            }
            if (ContainerEngine.isLikely()) {
                try {
                    return container();
                } catch (RuntimeException e) {
                    LOG.warn("No Redis in a container, so the embedded binary is used: {}", e.toString());
                }
            }
            return embedded();
        }

        /** Left running: Testcontainers removes it when the JVM has ended. */
        @SuppressWarnings("resource")
        private static String container() {
            var container = new GenericContainer<>(IMAGE)
                    .withExposedPorts(PORT_IN_CONTAINER)
                    .withCommand("redis-server", "--save", "", "--appendonly", "no");
            container.start();
            return "redis://" + container.getHost() + ":" + container.getMappedPort(PORT_IN_CONTAINER);
        }

        /** Left running: its shutdown hook stops it. */
        @SuppressWarnings("resource")
        private static String embedded() {
            return PrivateRedis.start().url();
        }
    }
}

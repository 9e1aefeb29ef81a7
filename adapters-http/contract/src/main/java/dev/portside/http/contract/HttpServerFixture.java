package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.pipeline.Api;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** Fixture of every part of the contract: a server on a free port, and a way to look at problems. */
public interface HttpServerFixture {

    ServerSettings SETTINGS =
            new ServerSettings("127.0.0.1", 0, 1_000, 1_000, 16 * 1024, Duration.ofSeconds(4), Duration.ofSeconds(20));

    /** A thread for each: those that the JVM has for all are too few for tests that run beside each other. */
    Executor BESIDE = Thread::startVirtualThread;

    /** Starts the server on these settings. */
    HttpServer start(ServerSettings settings, Api api);

    /** Returns the gaps of the server; none, unless it runs on what belongs to another program. */
    default Set<Gap> gaps() {
        return Set.of();
    }

    /** A test against a running server. */
    @FunctionalInterface
    interface Scenario {
        void run(int port) throws Exception;
    }

    /** Runs the scenario against a server that is stopped afterwards. */
    default void serving(Scenario scenario) throws Exception {
        serving(SETTINGS, Duration.ofSeconds(15), scenario);
    }

    /** The same against a server on these settings whose requests have this deadline. */
    default void serving(ServerSettings settings, Duration deadline, Scenario scenario) throws Exception {
        try (ContractApi contract = new ContractApi(1, deadline)) {
            HttpServer server = start(settings, contract.api);
            try {
                scenario.run(server.port());
            } finally {
                contract.slowMayEnd.countDown();
                server.stop(Duration.ofSeconds(5));
            }
        }
    }

    /** Checks that the answer is a problem. */
    static void assertProblem(int status, Wire.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(Optional.of("application/problem+json"), answer.field("Content-Type"));
        assertTrue(answer.body().contains("\"type\":\"urn:portside:problem:"), answer.body());
    }

    /** Checks that the answer is this problem. */
    static void assertProblem(int status, String code, Wire.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(Optional.of("application/problem+json"), answer.field("Content-Type"));
        assertTrue(answer.body().contains("\"type\":\"urn:portside:problem:" + code + "\""), answer.body());
    }
}

package dev.portside.persistence.connection;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(60)
class ServerConnectionsTest {

    /** Of HikariCP's own attempts there would be some ten in the time. */
    private static final int ATTEMPTS = 40;

    @Test
    void a_server_that_is_away_is_asked_again_soon_and_ever_again_until_it_is_closed() throws Exception {
        Semaphore attempts = new Semaphore(0);
        try (ServerSocket away = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUp(away, attempts));
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(
                    "jdbc:postgresql://127.0.0.1:" + away.getLocalPort() + "/any?sslmode=disable&gssEncMode=disable");
            source.setUser("any");
            ServerConnections connections = new ServerConnections(source);
            FutureTask<Connection> asking = new FutureTask<>(connections::getConnection);
            Thread.ofVirtual().start(asking);

            assertTrue(attempts.tryAcquire(ATTEMPTS, 30, TimeUnit.SECONDS), "it is hardly asked");

            connections.close();
            ExecutionException ended = assertThrows(ExecutionException.class, asking::get);
            assertTrue(ended.getCause() instanceof SQLException);
        }
    }

    private static void hangUp(ServerSocket away, Semaphore attempts) {
        try {
            while (true) {
                away.accept().close();
                attempts.release();
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }
}

package dev.portside.persistence.connection;

import dev.portside.application.storage.Storage;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.fault.StorageFaultContract;
import dev.portside.testkit.services.TestPostgres;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresFaultContractTest implements StorageFaultContract {

    private final TestPostgres.Database database = TestPostgres.createDatabase();

    @Override
    public InetSocketAddress server() {
        URI url = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        return InetSocketAddress.createUnresolved(url.getHost(), url.getPort());
    }

    @Override
    public Storage storageAt(InetSocketAddress address) {
        String url = database.jdbcUrl()
                .replaceFirst("//[^/]+/", "//" + address.getHostString() + ":" + address.getPort() + "/");
        return TestStorage.open(new PostgresSettings(
                url, database.user(), database.password(), 16, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    /** The socket is given up on five seconds after the statement should have been. */
    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }
}

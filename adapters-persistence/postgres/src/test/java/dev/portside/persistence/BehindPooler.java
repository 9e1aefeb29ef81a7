package dev.portside.persistence;

import dev.portside.testkit.fault.TransactionPooler;
import dev.portside.testkit.services.TestPostgres;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Databases behind a pooler that gives each transaction another connection to the server; closes them after each test. */
public final class BehindPooler implements AfterEachCallback {

    private final List<AutoCloseable> opened = new ArrayList<>();

    public TestPostgres.Database pooled(TestPostgres.Database database) {
        return pooled(database, Set.of());
    }

    /** The same through one that leaves these parameters out. */
    public TestPostgres.Database pooled(TestPostgres.Database database, Set<String> ignored) {
        URI uri = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        TransactionPooler pooler =
                closing(TransactionPooler.before(new InetSocketAddress(uri.getHost(), uri.getPort()), ignored));
        return new TestPostgres.Database(
                "jdbc:postgresql://127.0.0.1:" + pooler.address().getPort() + uri.getPath(),
                database.user(),
                database.password());
    }

    /** A storage on an empty, migrated database. */
    public Postgres empty() {
        return closing(TestStorage.open(TestStorage.settings(pooled(TestStorage.migrated()))));
    }

    public <T extends AutoCloseable> T closing(T one) {
        opened.add(one);
        return one;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }
}

package dev.portside.persistence;

import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.ThreadTransactions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stores each call of which is in a transaction of the host's: what holds of a call holds there, too. */
public final class InTransactions implements AfterEachCallback {

    private final List<Postgres> opened = new ArrayList<>();

    /** One on an empty database. */
    public Hosted open() {
        DataSource source = OwnConnections.source(TestStorage.settings(TestStorage.migrated()));
        ThreadTransactions transactions = new ThreadTransactions();
        Postgres postgres = Postgres.on(source, Optional.of(transactions));
        opened.add(postgres);
        return new Hosted(postgres, source, transactions);
    }

    /** A storage, and the host that it is in. */
    public record Hosted(Postgres postgres, DataSource source, ThreadTransactions transactions) {

        /** The store, each call of which is a transaction. */
        public <S> S inTransactions(Class<S> port, S store) {
            InvocationHandler enclosing = (proxy, method, arguments) -> {
                try (Connection connection = source.getConnection()) {
                    return transactions.run(connection, () -> method.invoke(store, arguments));
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            };
            return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, enclosing));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(Postgres::close);
    }
}

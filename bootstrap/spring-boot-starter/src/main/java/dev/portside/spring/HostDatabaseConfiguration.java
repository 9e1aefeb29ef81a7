package dev.portside.spring;

import dev.portside.persistence.PostgresStorageAdapter;
import dev.portside.persistence.connection.JdbcTransactions;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Configuration for a class path with both Portside's PostgreSQL and Spring's JDBC. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({
    PostgresStorageAdapter.class,
    JdbcTransactions.class,
    ConnectionHolder.class,
    TransactionSynchronizationManager.class
})
class HostDatabaseConfiguration {

    private static final String OR_ELSEWHERE =
            "or say with portside.storage (postgres, memory) where everything is kept";

    @Bean
    HostDatabase portsideHostDatabase(@ForPortside ObjectProvider<DataSource> marked, ObjectProvider<DataSource> all) {
        return () -> chosen(marked, all)
                .map(HostDatabaseConfiguration::unproxied)
                .map(source -> new PostgresStorageAdapter(source, new SpringTransactions(source)));
    }

    private static Optional<DataSource> chosen(ObjectProvider<DataSource> marked, ObjectProvider<DataSource> all) {
        return OneBean.of(marked, "DataSources marked with @ForPortside", "mark that one alone, " + OR_ELSEWHERE)
                .or(() -> OneBean.of(all, "DataSources", "mark that one with @ForPortside, " + OR_ELSEWHERE));
    }

    /** Static, as it is there before all other beans. */
    @Bean
    static WatchedTransactions portsideWatchedTransactions() {
        return new WatchedTransactions();
    }

    /** Transactions are held under the source behind such a proxy. */
    private static DataSource unproxied(DataSource source) {
        return source instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                ? proxy.getTargetDataSource()
                : source;
    }
}

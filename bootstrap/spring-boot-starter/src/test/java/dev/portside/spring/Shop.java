package dev.portside.spring;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserName;
import dev.portside.testkit.services.TestPostgres;
import java.util.Optional;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** An application that keeps its own things in the same PostgreSQL, and what it does with users and orders. */
@Configuration(proxyBeanMethods = false)
class Shop {

    /** Everything that an application with a database brings, on this one. */
    static ApplicationContextRunner on(TestPostgres.Database database) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceInitializationAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        PortsideAutoConfiguration.class))
                .withUserConfiguration(Shop.class)
                .withPropertyValues(
                        "spring.datasource.url=" + database.jdbcUrl(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password(),
                        "spring.datasource.hikari.maximum-pool-size=4",
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=classpath:dev/portside/spring/orders.sql",
                        "portside.cache=local");
    }

    @Bean
    Orders orders(UserAccounts users, JdbcClient database) {
        return new Orders(users, database);
    }

    static User registered(UserAccounts users, String name) {
        return assertInstanceOf(Registration.Registered.class, users.register(newUser(name, name + "@example.org")))
                .user();
    }

    static void rename(UserAccounts users, User user, String to) {
        assertInstanceOf(
                UserUpdate.Updated.class,
                users.update(
                        user.id(), new UserChange(Optional.of(new UserName(to)), Optional.empty()), Precondition.NONE));
    }

    static int count(JdbcClient database, String table) {
        return database.sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }

    /** Exception that the application then throws. */
    static final class OutOfStock extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Work of the application. */
    static class Orders {

        private final UserAccounts users;
        private final JdbcClient database;

        Orders(UserAccounts users, JdbcClient database) {
            this.users = users;
            this.database = database;
        }

        @Transactional
        public void orderAndRename(String name, User other, String to, boolean outOfStock) {
            User user = registered(users, name);
            database.sql("insert into orders (customer) values (?)")
                    .param(user.id().value())
                    .update();
            rename(users, other, to);
            assertEquals(to, users.byId(other.id()).orElseThrow().name().value());
            if (outOfStock) {
                throw new OutOfStock();
            }
        }

        @Transactional
        public void registerInAnother(String lost, String kept, Orders self) {
            registered(users, lost);
            self.registerApart(kept);
            throw new OutOfStock();
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void registerApart(String name) {
            registered(users, name);
        }

        @Transactional
        public void inTransaction(Runnable work) {
            work.run();
        }
    }
}

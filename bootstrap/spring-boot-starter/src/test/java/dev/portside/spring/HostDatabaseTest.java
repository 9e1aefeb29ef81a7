package dev.portside.spring;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.application.user.UserUpdate;
import dev.portside.core.Portside;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserName;
import dev.portside.testkit.services.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An application that keeps its own things in the same PostgreSQL. */
class HostDatabaseTest {

    private final TestPostgres.Database database = TestPostgres.createDatabase();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
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

    @Test
    void by_itself_everything_is_in_the_database_of_the_application() {
        application.run(context -> {
            assertEquals(
                    "PostgreSQL of the host",
                    describe(context.getBean(Portside.class)),
                    "an application with a database does not mean to lose its users");
            context.getBean(UserAccounts.class).register(newUser("Ada", "ada@example.org"));
            assertEquals(1, count(context.getBean(JdbcClient.class), "users"));
        });
    }

    @Test
    void the_application_brings_its_own_tables_up_to_date_first() {
        application.run(context -> assertEquals(
                true,
                context.getBean(JdbcClient.class)
                        .sql("select before_portside from beginnings")
                        .query(Boolean.class)
                        .single()));
    }

    @Test
    void another_storage_is_taken_when_it_is_named() {
        application
                .withPropertyValues("portside.storage=memory")
                .run(context -> assertEquals("memory (lost at the end)", describe(context.getBean(Portside.class))));
        TestPostgres.Database other = TestPostgres.createDatabase();
        application
                .withPropertyValues("portside.database-url=" + other.jdbcUrl() + "?user=" + other.user() + "&password="
                        + other.password())
                .run(context -> assertTrue(
                        describe(context.getBean(Portside.class)).startsWith("PostgreSQL at "),
                        () -> describe(context.getBean(Portside.class))));
    }

    @Test
    void the_one_that_is_marked_is_taken_of_several() {
        application.withUserConfiguration(TwoDatabases.class).run(context -> {
            context.getBean(UserAccounts.class).register(newUser("Ada", "ada@example.org"));
            JdbcClient marked = JdbcClient.create(context.getBean("people", DataSource.class));
            assertEquals(1, count(marked, "users"));
        });
    }

    @Test
    void what_a_transaction_rolls_back_was_never_there() {
        application.run(context -> {
            Orders orders = context.getBean(Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = registered(users, "Grace");
            assertEquals(Optional.of(grace), users.byId(grace.id()));

            assertThrows(OutOfStock.class, () -> orders.orderAndRename("Ada", grace, "Amazing Grace", true));

            assertEquals(0, count(context.getBean(JdbcClient.class), "orders"));
            assertEquals(
                    Optional.empty(),
                    users.byEmail(newUser("Ada", "Ada@example.org").email()));
            assertEquals(Optional.of(grace), users.byId(grace.id()));
            assertEquals(1, users.count(Optional.empty()));
        });
    }

    @Test
    void what_a_transaction_commits_is_seen_from_then_on_also_where_it_was_cached() {
        application.run(context -> {
            Orders orders = context.getBean(Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = registered(users, "Grace");
            assertEquals(Optional.of(grace), users.byId(grace.id()));
            assertEquals(1, users.count(Optional.empty()));

            orders.orderAndRename("Ada", grace, "Amazing Grace", false);

            assertEquals(1, count(context.getBean(JdbcClient.class), "orders"));
            assertEquals(
                    "Amazing Grace", users.byId(grace.id()).orElseThrow().name().value());
            assertEquals(2, users.count(Optional.empty()));
        });
    }

    @Test
    void a_call_is_part_of_the_innermost_transaction() {
        application.run(context -> {
            Orders orders = context.getBean(Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);

            assertThrows(
                    OutOfStock.class, () -> orders.registerInAnother("Ada", "Grace", context.getBean(Orders.class)));

            assertEquals(
                    Optional.empty(),
                    users.byEmail(newUser("Ada", "Ada@example.org").email()));
            assertTrue(
                    users.byEmail(newUser("Grace", "Grace@example.org").email()).isPresent());
        });
    }

    @Test
    void what_is_called_when_a_transaction_has_ended_is_no_part_of_it() {
        application.run(context -> {
            UserAccounts users = context.getBean(UserAccounts.class);

            context.getBean(Orders.class)
                    .inTransaction(() -> afterCompletion(Ordered.LOWEST_PRECEDENCE, () -> registered(users, "Ada")));

            assertEquals(1, users.count(Optional.empty()));
        });
    }

    @Test
    void what_is_called_when_a_commit_is_told_of_is_no_part_of_the_transaction() {
        JdbcClient others = JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password()));
        for (String autoCommit : List.of("true", "false")) {
            application
                    .withPropertyValues("spring.datasource.hikari.auto-commit=" + autoCommit)
                    .run(context -> {
                        Orders orders = context.getBean(Orders.class);
                        UserAccounts users = context.getBean(UserAccounts.class);
                        int before = count(others, "users");

                        orders.inTransaction(() -> afterCommit(0, () -> {
                            registered(users, "First" + autoCommit);
                            assertEquals(before + 1, count(others, "users"), "the first call of all");
                        }));
                        orders.inTransaction(() -> {
                            registered(users, "Second" + autoCommit);
                            afterCommit(Ordered.HIGHEST_PRECEDENCE, () -> {
                                registered(users, "Third" + autoCommit);
                                assertEquals(before + 3, count(others, "users"), "after a call in the transaction");
                            });
                        });

                        assertEquals(before + 3, count(others, "users"), "auto-commit=" + autoCommit);
                        assertEquals(before + 3, users.count(Optional.empty()));
                    });
        }
    }

    @Test
    void whoever_is_told_of_a_commit_finds_nothing_outdated() {
        application.run(context -> {
            Orders orders = context.getBean(Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = registered(users, "Grace");
            List<String> seen = new ArrayList<>();
            Runnable read =
                    () -> seen.add(users.byId(grace.id()).orElseThrow().name().value());
            read.run();

            orders.inTransaction(() -> {
                afterCommit(Ordered.HIGHEST_PRECEDENCE, read);
                afterCommit(Ordered.LOWEST_PRECEDENCE, read);
                afterCompletion(Ordered.HIGHEST_PRECEDENCE, read);
                rename(users, grace, "Amazing Grace");
            });

            assertEquals(List.of("Grace", "Amazing Grace", "Amazing Grace", "Amazing Grace"), seen);
        });
    }

    @Test
    void whoever_is_told_of_a_rollback_finds_what_was_there_before() {
        application.run(context -> {
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = registered(users, "Grace");
            List<String> seen = new ArrayList<>();

            assertThrows(
                    OutOfStock.class,
                    () -> context.getBean(Orders.class).inTransaction(() -> {
                        afterCompletion(
                                Ordered.HIGHEST_PRECEDENCE,
                                () -> seen.add(users.byId(grace.id())
                                        .orElseThrow()
                                        .name()
                                        .value()));
                        rename(users, grace, "Amazing Grace");
                        throw new OutOfStock();
                    }));

            assertEquals(List.of("Grace"), seen);
        });
    }

    @Test
    void a_transaction_of_something_else_is_not_joined_after_it_was_put_aside() {
        application.run(context -> {
            UserAccounts users = context.getBean(UserAccounts.class);
            JdbcClient database = context.getBean(JdbcClient.class);
            Messages messages = new Messages();
            TransactionTemplate apart = new TransactionTemplate(
                    messages, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));

            new TransactionTemplate(messages).executeWithoutResult(message -> {
                // From here on Spring holds a connection, until the transaction is put aside.
                assertEquals(0, count(database, "users"));
                apart.executeWithoutResult(other -> {});
                registered(users, "Ada");
                message.setRollbackOnly();
            });

            assertEquals(1, count(database, "users"));
        });
    }

    @Test
    void a_data_source_may_know_of_transactions_itself() {
        application
                .withBean(
                        DataSource.class,
                        () -> new TransactionAwareDataSourceProxy(
                                new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password())))
                .run(context -> {
                    UserAccounts users = context.getBean(UserAccounts.class);
                    User grace = registered(users, "Grace");

                    assertThrows(
                            OutOfStock.class,
                            () -> context.getBean(Orders.class).orderAndRename("Ada", grace, "Amazing Grace", true));

                    assertEquals(1, users.count(Optional.empty()));
                });
    }

    private static String describe(Portside portside) {
        return portside.settings().storage().describe(portside.settings().values());
    }

    private static User registered(UserAccounts users, String name) {
        return assertInstanceOf(Registration.Registered.class, users.register(newUser(name, name + "@example.org")))
                .user();
    }

    private static void rename(UserAccounts users, User user, String to) {
        assertInstanceOf(
                UserUpdate.Updated.class,
                users.update(
                        user.id(), new UserChange(Optional.of(new UserName(to)), Optional.empty()), Precondition.NONE));
    }

    private static void afterCommit(int order, Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public int getOrder() {
                return order;
            }

            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    private static void afterCompletion(int order, Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public int getOrder() {
                return order;
            }

            @Override
            public void afterCompletion(int status) {
                work.run();
            }
        });
    }

    private static int count(JdbcClient database, String table) {
        return database.sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }

    /** What the application then throws. */
    static final class OutOfStock extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What the application does. */
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

    /** Transactions of something that is no database, of one thread. */
    static final class Messages extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        private boolean open;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return open;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            open = true;
        }

        @Override
        protected Object doSuspend(Object transaction) {
            open = false;
            return this;
        }

        @Override
        protected void doResume(@Nullable Object transaction, Object suspended) {
            open = true;
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}

        @Override
        protected void doCleanupAfterCompletion(Object transaction) {
            open = false;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Orders orders(UserAccounts users, JdbcClient database) {
            return new Orders(users, database);
        }
    }

    /** One for orders, which is the usual one, and one for people. */
    @Configuration(proxyBeanMethods = false)
    static class TwoDatabases {

        @Bean
        DataSource ofOrders() {
            return source(TestPostgres.createDatabase());
        }

        @Bean(defaultCandidate = false)
        @ForPortside
        DataSource people() {
            return source(TestPostgres.createDatabase());
        }

        private static DataSource source(TestPostgres.Database database) {
            return new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
        }
    }
}

package dev.portside.spring;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.UserAccounts;
import dev.portside.domain.user.User;
import dev.portside.testkit.services.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls in transactions that Spring manages. */
class HostTransactionsTest {

    private final TestPostgres.Database database = TestPostgres.createDatabase();
    private final ApplicationContextRunner application = Shop.on(database);

    @Test
    void what_a_transaction_rolls_back_was_never_there() {
        application.run(context -> {
            Shop.Orders orders = context.getBean(Shop.Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = Shop.registered(users, "Grace");
            assertEquals(Optional.of(grace), users.byId(grace.id()));

            assertThrows(Shop.OutOfStock.class, () -> orders.orderAndRename("Ada", grace, "Amazing Grace", true));

            assertEquals(0, Shop.count(context.getBean(JdbcClient.class), "orders"));
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
            Shop.Orders orders = context.getBean(Shop.Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = Shop.registered(users, "Grace");
            assertEquals(Optional.of(grace), users.byId(grace.id()));
            assertEquals(1, users.count(Optional.empty()));

            orders.orderAndRename("Ada", grace, "Amazing Grace", false);

            assertEquals(1, Shop.count(context.getBean(JdbcClient.class), "orders"));
            assertEquals(
                    "Amazing Grace", users.byId(grace.id()).orElseThrow().name().value());
            assertEquals(2, users.count(Optional.empty()));
        });
    }

    @Test
    void a_call_is_part_of_the_innermost_transaction() {
        application.run(context -> {
            Shop.Orders orders = context.getBean(Shop.Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);

            assertThrows(
                    Shop.OutOfStock.class,
                    () -> orders.registerInAnother("Ada", "Grace", context.getBean(Shop.Orders.class)));

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

            context.getBean(Shop.Orders.class)
                    .inTransaction(
                            () -> afterCompletion(Ordered.LOWEST_PRECEDENCE, () -> Shop.registered(users, "Ada")));

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
                        Shop.Orders orders = context.getBean(Shop.Orders.class);
                        UserAccounts users = context.getBean(UserAccounts.class);
                        int before = Shop.count(others, "users");

                        orders.inTransaction(() -> afterCommit(0, () -> {
                            Shop.registered(users, "First" + autoCommit);
                            assertEquals(before + 1, Shop.count(others, "users"), "the first call of all");
                        }));
                        orders.inTransaction(() -> {
                            Shop.registered(users, "Second" + autoCommit);
                            afterCommit(Ordered.HIGHEST_PRECEDENCE, () -> {
                                Shop.registered(users, "Third" + autoCommit);
                                assertEquals(
                                        before + 3, Shop.count(others, "users"), "after a call in the transaction");
                            });
                        });

                        assertEquals(before + 3, Shop.count(others, "users"), "auto-commit=" + autoCommit);
                        assertEquals(before + 3, users.count(Optional.empty()));
                    });
        }
    }

    @Test
    void whoever_is_told_of_a_commit_finds_nothing_outdated() {
        application.run(context -> {
            Shop.Orders orders = context.getBean(Shop.Orders.class);
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = Shop.registered(users, "Grace");
            List<String> seen = new ArrayList<>();
            Runnable read =
                    () -> seen.add(users.byId(grace.id()).orElseThrow().name().value());
            read.run();

            orders.inTransaction(() -> {
                afterCommit(Ordered.HIGHEST_PRECEDENCE, read);
                afterCommit(Ordered.LOWEST_PRECEDENCE, read);
                afterCompletion(Ordered.HIGHEST_PRECEDENCE, read);
                Shop.rename(users, grace, "Amazing Grace");
            });

            assertEquals(List.of("Grace", "Amazing Grace", "Amazing Grace", "Amazing Grace"), seen);
        });
    }

    @Test
    void whoever_is_told_of_a_rollback_finds_what_was_there_before() {
        application.run(context -> {
            UserAccounts users = context.getBean(UserAccounts.class);
            User grace = Shop.registered(users, "Grace");
            List<String> seen = new ArrayList<>();

            assertThrows(
                    Shop.OutOfStock.class,
                    () -> context.getBean(Shop.Orders.class).inTransaction(() -> {
                        afterCompletion(
                                Ordered.HIGHEST_PRECEDENCE,
                                () -> seen.add(users.byId(grace.id())
                                        .orElseThrow()
                                        .name()
                                        .value()));
                        Shop.rename(users, grace, "Amazing Grace");
                        throw new Shop.OutOfStock();
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
                assertEquals(0, Shop.count(database, "users"));
                apart.executeWithoutResult(other -> {});
                Shop.registered(users, "Ada");
                message.setRollbackOnly();
            });

            assertEquals(1, Shop.count(database, "users"));
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
                    User grace = Shop.registered(users, "Grace");

                    assertThrows(
                            Shop.OutOfStock.class,
                            () -> context.getBean(Shop.Orders.class)
                                    .orderAndRename("Ada", grace, "Amazing Grace", true));

                    assertEquals(1, users.count(Optional.empty()));
                });
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
}

package dev.portside.spring;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.UserAccounts;
import dev.portside.core.Portside;
import dev.portside.testkit.services.TestPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Place of all data in an application that has a database. */
class HostDatabaseTest {

    private final TestPostgres.Database database = TestPostgres.createDatabase();
    private final ApplicationContextRunner application = Shop.on(database);

    @Test
    void by_itself_everything_is_in_the_database_of_the_application() {
        application.run(context -> {
            assertEquals(
                    "PostgreSQL of the host",
                    describe(context.getBean(Portside.class)),
                    "an application with a database does not mean to lose its users");
            context.getBean(UserAccounts.class).register(newUser("Ada", "ada@example.org"));
            assertEquals(1, Shop.count(context.getBean(JdbcClient.class), "users"));
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
            assertEquals(1, Shop.count(marked, "users"));
        });
    }

    private static String describe(Portside portside) {
        return portside.settings().storage().describe(portside.settings().values());
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

package dev.portside.spring;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.testkit.services.TestPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An application that keeps its own things with JPA, in the same PostgreSQL. */
class HostJpaTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PortsideAutoConfiguration.class))
            .withUserConfiguration(Shop.class)
            .withPropertyValues("portside.cache=local");

    @Test
    void a_call_is_part_of_a_transaction_of_jpa() {
        application.run(context -> {
            UserAccounts users = context.getBean(UserAccounts.class);
            assertEquals(0, users.count(Optional.empty()));

            order(context, 1, true);
            assertEquals(0, users.count(Optional.empty()));
            assertEquals(0, orders(context));

            order(context, 2, false);
            assertEquals(1, users.count(Optional.empty()));
            assertEquals(1, orders(context));
        });
    }

    private static void order(ApplicationContext context, long id, boolean rolledBack) {
        transactions(context).executeWithoutResult(transaction -> {
            entities(context).persist(new PlacedOrder(id));
            assertInstanceOf(
                    Registration.Registered.class,
                    context.getBean(UserAccounts.class).register(newUser("Ada", "ada@example.org")));
            if (rolledBack) {
                transaction.setRollbackOnly();
            }
        });
    }

    private static long orders(ApplicationContext context) {
        return entities(context)
                .createQuery("select count(o) from PlacedOrder o", Long.class)
                .getSingleResult();
    }

    private static TransactionTemplate transactions(ApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    private static EntityManager entities(ApplicationContext context) {
        return SharedEntityManagerCreator.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
    }

    /** Entity of the application. */
    @Entity(name = "PlacedOrder")
    static class PlacedOrder {

        @Id
        private long id;

        protected PlacedOrder() {}

        PlacedOrder(long id) {
            this.id = id;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        DataSource database() {
            TestPostgres.Database database = TestPostgres.createDatabase();
            return new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
        }

        @Bean
        LocalContainerEntityManagerFactoryBean entities(DataSource database) {
            LocalContainerEntityManagerFactoryBean entities = new LocalContainerEntityManagerFactoryBean();
            entities.setDataSource(database);
            entities.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            entities.setPackagesToScan(HostJpaTest.class.getPackageName());
            entities.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "update"));
            return entities;
        }

        @Bean
        JpaTransactionManager transactionManager(EntityManagerFactory entities) {
            return new JpaTransactionManager(entities);
        }
    }
}

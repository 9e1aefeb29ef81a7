package dev.portside.persistence.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.domain.user.NameSearch;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension is used wherever it is, by users who may do no more than they need. */
class TrigramsTest {

    private final TestPostgres.Database database = TestPostgres.createDatabase();

    @ParameterizedTest
    @ValueSource(strings = {"extensions", "public", "\"another program's\"", "portside"})
    void it_is_used_where_it_is(String schema) throws SQLException {
        TestPostgres.Database user = user("grant create on database");
        asOwner("create schema if not exists " + schema);
        asOwner("create extension pg_trgm schema " + schema);
        asOwner("grant usage on schema " + schema + " to public");
        if (schema.equals("portside")) {
            asOwner("grant create on schema portside to public");
        }

        assertMigrates(at(user, "?currentSchema=portside"));
        assertEquals(schema.replace("\"", ""), schemaOfExtension());
    }

    @Test
    void it_is_made_where_everybody_finds_it() throws SQLException {
        asOwner("create schema extensions");

        assertMigrates(at(database, "?currentSchema=portside"));

        assertEquals("extensions", schemaOfExtension());
    }

    @Test
    void without_a_schema_for_all_it_is_made_in_ones_own() throws SQLException {
        asOwner("drop schema public");

        assertMigrates(at(database, "?currentSchema=portside"));

        assertEquals("portside", schemaOfExtension());
    }

    @Test
    void a_user_who_may_not_make_it_is_told_who_may() throws SQLException {
        TestPostgres.Database user = user("grant connect on database");
        asOwner("create schema portside authorization " + user.user());

        refused(at(user, "?currentSchema=portside"), "create extension pg_trgm schema public");
        asOwner("create extension pg_trgm schema public");
        assertMigrates(at(user, "?currentSchema=portside"));
    }

    @Test
    void a_user_who_may_not_look_where_it_is_is_told_what_to_grant() throws SQLException {
        TestPostgres.Database user = user("grant create on database");
        asOwner("create schema hidden");
        asOwner("create extension pg_trgm schema hidden");

        refused(at(user, "?currentSchema=portside"), "grant usage on schema \"hidden\" to \"" + user.user() + "\"");
    }

    @Test
    void a_schema_that_is_not_there_is_made_or_asked_for() throws SQLException {
        asOwner("create extension pg_trgm schema public");
        TestPostgres.Database user = user("grant connect on database");

        refused(
                at(user, "?currentSchema=my_users"),
                "create schema \"my_users\" authorization \"" + user.user() + "\"");
        assertMigrates(at(database, "?currentSchema=my_users"));
    }

    /** One meaning for the pool and for migrations. */
    @Test
    void a_search_path_among_the_options_is_that_of_all_connections() throws SQLException {
        assertMigrates(at(database, "?options=-c%20search_path=portside"));

        assertEquals("1", answer("select count(*) from portside.users"));
    }

    private static void refused(TestPostgres.Database database, String remedy) {
        try (Postgres postgres = TestStorage.open(TestStorage.settings(database))) {
            Fault fault = assertThrows(Fault.class, postgres::migrate);

            assertEquals(Fault.Category.MISCONFIGURED, fault.category());
            assertTrue(String.valueOf(fault.getMessage()).contains(remedy), fault::toString);
        }
    }

    private static void assertMigrates(TestPostgres.Database database) {
        try (Postgres postgres = TestStorage.open(TestStorage.settings(database))) {
            postgres.migrate();
            postgres.migrate();

            UserFixtures.register(postgres.users(), "Ada Lovelace", "ada@example.org", UserFixtures.NOON);
            assertEquals(1, postgres.users().count(Optional.of(new NameSearch("lovel"))));
            assertEquals(1, postgres.users().count(Optional.of(new NameSearch("lo"))));
        }
    }

    private static TestPostgres.Database at(TestPostgres.Database database, String parameters) {
        return new TestPostgres.Database(database.jdbcUrl() + parameters, database.user(), database.password());
    }

    private TestPostgres.Database user(String grant) throws SQLException {
        String name = "user_" + UUID.randomUUID().toString().replace("-", "");
        asOwner("create role " + name + " login password 'secret'");
        asOwner(grant + " " + answer("select current_database()") + " to " + name);
        return new TestPostgres.Database(database.jdbcUrl(), name, "secret");
    }

    private String schemaOfExtension() throws SQLException {
        return answer("select extnamespace::regnamespace::text from pg_extension where extname = 'pg_trgm'")
                .replace("\"", "");
    }

    private String answer(String question) throws SQLException {
        try (Connection connection =
                        OwnConnections.source(TestStorage.settings(database)).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection =
                        OwnConnections.source(TestStorage.settings(database)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.portside.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.migration.MigrationScripts;
import dev.portside.persistence.migration.Migrations;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All of one database comes into another. */
@Timeout(120)
class DatabaseCopyTest {

    private final TestPostgres.Database old = TestStorage.migrated();
    private final TestPostgres.Database fresh = TestStorage.migrated();

    @Test
    void every_table_is_as_it_was() throws SQLException {
        User last = fill();
        try (Postgres target = TestStorage.open(TestStorage.settings(fresh))) {
            List<Long> progress = new ArrayList<>();
            long rows = target.copyFrom(address(old), progress::add);

            assertEquals(contents(old), contents(fresh));
            assertEquals(rows, progress.getLast());
            assertTrue(rows > 4_000, () -> "only " + rows);
            // Ids of those who are gone do not come back.
            User next = UserFixtures.register(target.users(), "New", "new@example.org", UserFixtures.NOON);
            assertEquals(new UserId(last.id().value() + 1), next.id());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9})
    void an_older_schema_is_copied_as_it_stays_and_brought_up_to_date_here(int version) throws SQLException {
        TestPostgres.Database older = older(version);
        TestPostgres.Database empty = TestPostgres.createDatabase();
        List<String> before = history(older);
        Map<String, String> contents = contents(older);

        try (Postgres target = TestStorage.open(TestStorage.settings(empty))) {
            target.prepareFor(address(older));
            assertEquals(1, target.copyFrom(address(older), any -> {}));
            assertEquals(
                    List.of("王伟"),
                    target.users().list(new UserListing(Optional.empty(), UserListing.Page.FIRST, 10)).users().stream()
                            .map(user -> user.name().value())
                            .toList());
            target.migrate();
        }

        assertEquals(before, history(older));
        assertEquals(contents, contents(older));
        assertEquals(MigrationScripts.NAMES, history(empty));
    }

    @Test
    void a_later_schema_here_than_there_is_refused() throws SQLException {
        TestPostgres.Database older = older(5);
        List<String> before = history(older);
        try (Postgres target = TestStorage.open(TestStorage.settings(fresh))) {
            Fault fault = assertThrows(Fault.class, () -> target.copyFrom(address(older), any -> {}));
            assertTrue(
                    fault.toString().contains("copy into a new database that nothing has been migrated in"),
                    fault::toString);
        }
        assertEquals(before, history(older));
    }

    @Test
    void what_has_no_tables_of_portside_is_refused() {
        TestPostgres.Database nothing = TestPostgres.createDatabase();
        try (Postgres target = TestStorage.open(TestStorage.settings(fresh))) {
            Fault fault = assertThrows(Fault.class, () -> target.copyFrom(address(nothing), any -> {}));
            assertTrue(fault.toString().contains("no tables of Portside"), fault::toString);
        }
    }

    /** With one user. */
    private static TestPostgres.Database older(int version) throws SQLException {
        TestPostgres.Database older = TestPostgres.createDatabase();
        DataSource source = OwnConnections.source(TestStorage.settings(older));
        new Migrations(source).runUpTo(version);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into users (name, name_folded, email, created_at, updated_at) values ('王伟', '王伟',"
                    + " 'w@example.org', now(), now())");
        }
        return older;
    }

    private static List<String> history(TestPostgres.Database database) throws SQLException {
        List<String> scripts = new ArrayList<>();
        try (Connection connection =
                        OwnConnections.source(TestStorage.settings(database)).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select script from portside_schema_history where version is not null order by"
                                + " installed_rank")) {
            while (rows.next()) {
                scripts.add(rows.getString(1));
            }
        }
        return scripts;
    }

    @Test
    void nothing_is_mixed_with_what_is_there() throws SQLException {
        fill();
        try (Postgres target = TestStorage.open(TestStorage.settings(fresh))) {
            UserFixtures.register(target.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            Map<String, String> before = contents(fresh);

            Fault fault = assertThrows(Fault.class, () -> target.copyFrom(address(old), any -> {}));

            assertTrue(fault.toString().contains("copy into a new database"), fault::toString);
            assertEquals(before, contents(fresh));
        }
    }

    private User fill() {
        try (Postgres source = TestStorage.open(TestStorage.settings(old))) {
            source.seedUsers(1_000, any -> {});
            source.seedEvents(3_000, Instant.parse("2026-03-29T12:00:00Z"), any -> {});
            source.users()
                    .registerOnce(
                            new IdempotencyKey("key with \\ and \\n"),
                            UserFixtures.newUser("Tab\\ 王伟", "w@example.org"),
                            UserFixtures.NOON);
            User last = UserFixtures.register(source.users(), "Last", "last@example.org", UserFixtures.NOON);
            source.users().remove(last.id(), Precondition.NONE);
            assertEquals(Optional.empty(), source.users().byId(last.id()));
            return last;
        }
    }

    private static String address(TestPostgres.Database database) {
        return database.jdbcUrl() + "?user=" + database.user() + "&password=" + database.password();
    }

    /** A digest of all rows of each table. */
    private static Map<String, String> contents(TestPostgres.Database database) throws SQLException {
        Map<String, String> contents = new TreeMap<>();
        try (Connection connection =
                        OwnConnections.source(TestStorage.settings(database)).getConnection();
                Statement statement = connection.createStatement();
                Statement inner = connection.createStatement();
                ResultSet tables = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'"
                        + " and tablename not like 'portside_schema%' and tablename <> 'shared_secrets'")) {
            while (tables.next()) {
                String table = tables.getString(1);
                try (ResultSet rows =
                        inner.executeQuery("select count(*) || ' ' || coalesce(md5(string_agg(one::text, ','"
                                + " order by one::text)), '') from " + table + " as one")) {
                    rows.next();
                    contents.put(table, rows.getString(1));
                }
            }
        }
        return contents;
    }
}

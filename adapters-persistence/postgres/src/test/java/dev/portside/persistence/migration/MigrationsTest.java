package dev.portside.persistence.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.domain.user.NameSearch;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.migration.MigrationScripts.State;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void nodes_may_start_together() throws Exception {
        TestPostgres.Database database = TestPostgres.createDatabase();

        UserFixtures.together(4, () -> {
            try (Postgres node = TestStorage.open(TestStorage.settings(database))) {
                node.migrate();
                return node.users().count(Optional.empty());
            }
        });
    }

    @Test
    void a_database_that_is_up_to_date_stays_as_it_is() {
        try (Postgres postgres = TestStorage.empty()) {
            UserFixtures.register(postgres.users(), "Ada", "ada@example.org", UserFixtures.NOON);

            postgres.migrate();

            assertEquals(1, postgres.users().count(Optional.empty()));
        }
    }

    /** Version 4 puts deltas into arrays; those that an older server has left behind must not be lost. */
    @Test
    void what_is_still_to_be_added_to_rollups_survives_its_change_of_shape() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        Flyway.configure()
                .dataSource(OwnConnections.source(settings))
                .locations("classpath:" + MigrationScripts.FOLDER)
                .target("3")
                .load()
                .migrate();
        try (Connection connection = OwnConnections.source(settings).getConnection();
                var statement = connection.createStatement();
                Postgres postgres = TestStorage.open(settings)) {
            statement.execute("insert into event_deltas (name, property, hour, value, count) values"
                    + " ('view', '', '2026-03-29T12:00:00Z', '', 3), ('login', '', '1969-12-31T23:00:00Z', '', 4),"
                    + " ('view', 'plan', '2026-03-29T12:00:00Z', 'pro', 2),"
                    + " ('view', 'device', '2026-03-29T12:00:00Z', null, 1)");
            statement.execute("create table events_all_times partition of events default");
            statement.execute("insert into events (id, name, at, properties) select gen_random_uuid(), name, at, json"
                    + " from (values ('view', timestamptz '2026-03-29T12:00:00Z', json '{\"plan\":\"pro\"}'),"
                    + " ('view', '2026-03-29T12:00:00Z', '{\"plan\":\"pro\"}'), ('view', '2026-03-29T12:00:00Z', '{}')"
                    + ") as old (name, at, json)");

            postgres.migrate();

            EventName view = new EventName("view");
            TimeWindow hour =
                    new TimeWindow(Instant.parse("2026-03-29T12:00:00Z"), Instant.parse("2026-03-29T13:00:00Z"));
            assertEquals(
                    Map.of(view, 3L, new EventName("login"), 4L),
                    postgres.events().totals().names());
            assertEquals(
                    List.of(new ValueCount("pro", 2)),
                    postgres.events().answer(new TopQuery(Optional.of(view), new PropertyName("plan"), hour, 10)));
            // Of these not all is kept, so they are counted from the events, of which none has any.
            assertEquals(
                    List.of(),
                    postgres.events().answer(new TopQuery(Optional.of(view), new PropertyName("device"), hour, 10)));
        }
    }

    /** Version 10 folds names as {@link NameSearch#fold} does since then; they stand as it folded them before. */
    @Test
    void names_that_are_there_are_found_without_their_accents() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        Flyway.configure()
                .dataSource(OwnConnections.source(settings))
                .locations("classpath:" + MigrationScripts.FOLDER)
                .target("6")
                .load()
                .migrate();
        String[] names = IntStream.concat(IntStream.range(0x80, 0x3100), IntStream.range(0xa640, 0xffff))
                .filter(c -> Character.isDefined(c) && Character.getType(c) != Character.SURROGATE)
                .filter(c -> c < 0xac00 || c > 0xf8ff)
                .mapToObj(c -> "x" + Character.toString(c) + "\u0301 y")
                .toArray(String[]::new);
        String[] before = Stream.of(names).map(MigrationsTest::foldedBefore).toArray(String[]::new);
        try (Connection connection = OwnConnections.source(settings).getConnection();
                var insert = connection.prepareStatement(
                        "insert into users (name, name_folded, email, created_at, updated_at) select name, folded,"
                                + " 'a' || row_number() over () || '@example.org', now(), now()"
                                + " from unnest(?::text[], ?::text[]) as given(name, folded)");
                var select = connection.prepareStatement("select name, name_folded from users");
                Postgres postgres = TestStorage.open(settings)) {
            insert.setArray(1, connection.createArrayOf("text", names));
            insert.setArray(2, connection.createArrayOf("text", before));
            insert.execute();

            postgres.migrate();

            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    assertEquals(NameSearch.fold(rows.getString(1)), rows.getString(2), rows.getString(1));
                }
            }
        }
    }

    /** Version 11 writes large and small numbers in a short form; what was counted ahead has them written out. */
    @Test
    void numbers_that_were_counted_ahead_are_the_same_as_those_that_come() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        Flyway.configure()
                .dataSource(OwnConnections.source(settings))
                .locations("classpath:" + MigrationScripts.FOLDER)
                .target("10")
                .load()
                .migrate();
        String large = "1" + "0".repeat(30);
        try (Connection connection = OwnConnections.source(settings).getConnection();
                var statement = connection.createStatement();
                Postgres postgres = TestStorage.open(settings)) {
            statement.execute("create table events_all_times partition of events default");
            statement.execute("insert into events (id, name, at, properties) select gen_random_uuid(), name,"
                    + " '2026-03-29T12:00:00Z', '{\"size\":1e30,\"count\":7}'"
                    + " from unnest(array['view', 'view', 'cart', 'pay']) as name");
            for (String value : List.of(large, "7")) {
                String property = value.equals("7") ? "count" : "size";
                statement.execute("insert into event_rollups (name, property, span, start, value, count, people, exact)"
                        + " select name, '" + property
                        + "', span, date_trunc(case span when 0 then 'hour' else 'day' end,"
                        + " timestamptz '2026-03-29T12:00:00Z', 'UTC'), '" + value
                        + "', case name when 'view' then 2 else 1 end,"
                        + " 0, true from unnest(array['view', '']) as name cross join unnest(array[0, 1]) as span");
                statement.execute("insert into event_values select name, '" + property + "', '" + value
                        + "' from unnest(array['view', '']) as name");
                statement.execute(
                        "insert into event_deltas (property, names, hours, values, counts, sketches, not_kept)"
                                + " values ('" + property + "', '{pay}', array["
                                + Span.hour(Instant.parse("2026-03-29T12:00:00Z"))
                                + "], '{" + value + "}', '{1}', '{null}', '{}')");
            }
            statement.execute("insert into event_names (name, events, rollups) values ('view', 2, 4), ('', 1, 4)");

            postgres.migrate();

            TimeWindow day =
                    new TimeWindow(Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-30T00:00:00Z"));
            PropertyName size = new PropertyName("size");
            assertEquals(
                    List.of(new ValueCount("1e+30", 4)),
                    postgres.events().answer(new TopQuery(Optional.empty(), size, day, 10)));
            assertEquals(
                    List.of(new ValueCount("1e+30", 2)),
                    postgres.events().answer(new TopQuery(Optional.of(new EventName("view")), size, day, 10)));
            assertEquals(
                    List.of(new ValueCount("7", 4)),
                    postgres.events().answer(new TopQuery(Optional.empty(), new PropertyName("count"), day, 10)));
            try (var rows = statement.executeQuery("select name, rollups from event_names order by name")) {
                while (rows.next()) {
                    assertEquals(2, rows.getLong(2), rows.getString(1));
                }
            }
        }
    }

    private static String foldedBefore(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.toUpperCase(Locale.ROOT).codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    @Test
    void what_was_remembered_of_users_who_are_gone_is_forgotten() throws SQLException {
        TestPostgres.Database database = TestPostgres.createDatabase();
        DataSource source = OwnConnections.source(TestStorage.settings(database));
        new Migrations(source).runUpTo(7);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into users (name, name_folded, email, created_at, updated_at)"
                    + " values ('Ada', 'ada', 'ada@example.org', now(), now())");
            statement.execute("insert into registration_keys (key, user_id, name, email, registered_at)"
                    + " select 'of Ada', id, name, email, created_at from users union all"
                    + " select 'of nobody', id + 1, 'Gone', 'gone@example.org', created_at from users");
        }

        new Migrations(source).run();

        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet keys = statement.executeQuery("select string_agg(key, ', ') from registration_keys")) {
            assertTrue(keys.next());
            assertEquals("of Ada", keys.getString(1));
        }
    }

    @Test
    void every_script_in_the_folder_is_known() throws Exception {
        Path folder = Path.of(Objects.requireNonNull(MigrationScripts.class.getResource("scripts"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    MigrationScripts.NAMES,
                    files.map(file -> file.getFileName().toString())
                            .sorted(Comparator.comparingInt(MigrationsTest::version))
                            .toList());
        }
    }

    private static int version(String script) {
        return Integer.parseInt(script.substring(1, script.indexOf('_')));
    }

    @Test
    void flyway_is_left_alone_only_when_exactly_the_known_scripts_were_applied() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        try (Connection connection = OwnConnections.source(settings).getConnection();
                var statement = connection.createStatement();
                Postgres postgres = TestStorage.open(settings)) {
            assertEquals(State.OLDER, MigrationScripts.state(connection, SchemaHistory.OWN));
            postgres.migrate();
            assertEquals(State.SAME, MigrationScripts.state(connection, SchemaHistory.OWN));

            statement.execute("update portside_schema_history set checksum = checksum + 1 where installed_rank = 2");
            assertEquals(State.DIFFERENT, MigrationScripts.state(connection, SchemaHistory.OWN));
            Fault fault = assertThrows(Fault.class, postgres::migrate);
            String message = String.valueOf(fault.getMessage());
            assertTrue(message.contains(MigrationScripts.NAMES.get(1)), message);
            assertFalse(message.contains("repair"), message);
        }
    }

    @Test
    void the_last_migration_says_which_it_is() throws SQLException {
        try (Connection connection = OwnConnections.source(TestStorage.settings(TestStorage.migrated()))
                .getConnection()) {
            SchemaVersion there = SchemaVersion.of(connection).orElseThrow();

            assertEquals(MigrationScripts.VERSION, there.version());
            assertTrue(there.isCompatible());
        }
    }

    /** Flyway's own table is a host's; early versions used it all the same. */
    @Test
    void what_an_early_version_has_begun_is_gone_on_with_where_it_was_noted() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        Flyway.configure()
                .dataSource(OwnConnections.source(settings))
                .locations("classpath:" + MigrationScripts.FOLDER)
                .target("6")
                .load()
                .migrate();
        try (Connection connection = OwnConnections.source(settings).getConnection();
                Postgres postgres = TestStorage.open(settings)) {
            postgres.migrate();

            assertEquals(SchemaHistory.EARLY, SchemaHistory.of(connection));
            assertEquals(State.SAME, MigrationScripts.state(connection, SchemaHistory.EARLY));
            assertEquals(State.OLDER, MigrationScripts.state(connection, SchemaHistory.OWN));
        }
    }

    @Test
    void a_migration_that_fails_is_a_bug_that_says_so() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        try (Connection connection = OwnConnections.source(settings).getConnection();
                var statement = connection.createStatement();
                Postgres postgres = TestStorage.open(settings)) {
            statement.execute("create view users as select 1 as id");
            // As if somebody had meant this to be Portside's all the same.
            Flyway.configure()
                    .dataSource(OwnConnections.source(settings))
                    .table(SchemaHistory.OWN.table())
                    .baselineVersion("0")
                    .load()
                    .baseline();

            Fault fault = assertThrows(Fault.class, postgres::migrate);

            assertEquals(Category.MISCONFIGURED, fault.category());
            assertTrue(
                    String.valueOf(fault.getMessage()).startsWith("The schema could not be migrated"), fault::toString);
        }
    }

    @Test
    void a_database_of_another_program_is_taken_for_a_mistake() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        try (Connection connection = OwnConnections.source(settings).getConnection();
                var statement = connection.createStatement();
                Postgres postgres = TestStorage.open(settings)) {
            statement.execute("create table orders (number int)");

            Fault fault = assertThrows(Fault.class, postgres::migrate);

            assertEquals(Category.MISCONFIGURED, fault.category());
            assertTrue(
                    String.valueOf(fault.getMessage()).contains("give Portside a database of its own"),
                    fault::toString);
        }
    }

    @Test
    void refused_credentials_are_a_mistake_in_the_set_up_that_says_what_to_check() {
        TestPostgres.Database database = TestPostgres.createDatabase();
        var nobody = new TestPostgres.Database(database.jdbcUrl(), "nobody_there", "wrong");
        try (Postgres postgres = TestStorage.open(TestStorage.settings(nobody))) {
            Fault fault = assertThrows(Fault.class, postgres::migrate);

            assertEquals(Category.MISCONFIGURED, fault.category());
            assertTrue(String.valueOf(fault.getMessage()).contains("DATABASE_URL"), fault::toString);
        }
    }
}

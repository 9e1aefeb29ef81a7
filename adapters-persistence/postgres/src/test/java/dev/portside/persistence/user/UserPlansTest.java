package dev.portside.persistence.user;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.BatchUserStore;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.migration.Migrations;
import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.statement.Times;
import dev.portside.persistence.user.UserStatements.ListShape;
import dev.portside.persistence.user.UserStatements.ListShape.Start;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Among 100,000 users every question is answered from an index. */
class UserPlansTest {

    private static final Logger LOG = LoggerFactory.getLogger(UserPlansTest.class);
    private static final int USERS = 100_000;
    private static final int LIMIT = 20;

    private static Database pool;
    private static BatchUserStore users;
    private static Connection connection;
    private static User oldest;

    @BeforeAll
    static void seed() throws SQLException {
        PostgresSettings settings =
                TestStorage.settings(TestPostgres.createDatabase(), 1, PostgresSettings.DEFAULT_ACQUIRE_TIMEOUT);
        new Migrations(OwnConnections.source(settings)).run();
        pool = TestStorage.database(settings);
        users = new PostgresUserStore(pool);
        oldest = UserFixtures.register(
                users, "Zyx Quorrin", "zyx@example.org", UserFixtures.NOON.minus(Duration.ofDays(9_999)));
        long start = System.nanoTime();
        List<Long> progress = new ArrayList<>();
        assertEquals(USERS, new UserSeed(OwnConnections.source(settings)).add(USERS, progress::add));
        LOG.info(
                "{} users in {} ms",
                USERS,
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        assertEquals(USERS, progress.getLast());
        assertTrue(progress.size() >= 20);
        connection = OwnConnections.source(settings).getConnection();
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        pool.close();
    }

    @Test
    void the_first_page() throws SQLException {
        assertIndexed("users_newest_first", list(Start.FIRST, false));
    }

    @Test
    void the_page_behind_a_cursor_at_the_far_end() throws SQLException {
        assertIndexed(
                "users_newest_first",
                list(Start.AFTER, false),
                Times.time(oldest.createdAt().plusSeconds(1)),
                oldest.id().value());
    }

    @Test
    void a_user_by_address() throws SQLException {
        assertIndexed("users_email_key", UserStatements.BY_EMAIL, "zyx@example.org");
    }

    @Test
    void a_user_by_id() throws SQLException {
        assertIndexed("users_pkey", UserStatements.BY_ID, oldest.id().value());
    }

    @Test
    void many_users_by_id() throws SQLException {
        Long[] ids = LongStream.rangeClosed(1, 128).map(i -> i * 700).boxed().toArray(Long[]::new);
        assertIndexed("users_pkey", UserStatements.BY_IDS, (Object) ids);
    }

    @Test
    void many_pages_behind_cursors() throws SQLException {
        String[] times = new String[64];
        Long[] ids = new Long[64];
        for (int i = 0; i < 64; i++) {
            times[i] = Times.comparableText(oldest.createdAt().plusSeconds(i));
            ids[i] = oldest.id().value();
        }
        assertIndexed("users_newest_first", UserStatements.listsBehind(LIMIT), times, ids, ids);
    }

    @Test
    void the_walk_in_id_order() throws SQLException {
        assertIndexed("users_pkey", UserStatements.IN_ID_ORDER, 90_000L, 1_000L);
    }

    @Test
    void a_search_for_something_rare() throws SQLException {
        assertIndexed("users_name_trigrams", list(Start.FIRST, true), "%quorrin%");
        assertIndexed("users_name_trigrams", UserStatements.COUNT_MATCHING, "%quorrin%");
    }

    @Test
    void a_search_for_something_common() throws SQLException {
        assertIndexed("users_newest_first", list(Start.FIRST, true), "%son%");
    }

    /** Nothing of it is in any name but in the oldest, of which the planner knows nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "zz", "  ", "王伟", "王", "伟王", "王小明", "%_", "o'-", "é!"})
    void a_short_search_for_what_is_in_no_name(String text) throws SQLException {
        GramSearch search = GramSearch.of(new NameSearch(text));

        assertReads(READ_AT_MOST, GramStatements.near(shape(Start.FIRST)), search.text());
        assertReads(READ_AT_MOST, GramStatements.far(shape(Start.FIRST)), search.text(), search.array());
        assertReads(READ_AT_MOST, GramStatements.COUNT, search.text(), search.array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "yx", "rr"})
    void a_short_search_for_what_is_rare_is_looked_up(String text) throws SQLException {
        GramSearch search = GramSearch.of(new NameSearch(text));

        assertIndexed("users_name_grams", GramStatements.far(shape(Start.FIRST)), search.text(), search.array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "an", "é", "ü", "ll"})
    void a_short_search_for_what_is_common_fills_a_page_from_the_nearest(String text) throws SQLException {
        UserPage page = users.list(new UserListing(Optional.of(new NameSearch(text)), UserListing.Page.FIRST, LIMIT));

        assertEquals(LIMIT, page.users().size());
        assertReads(READ_AT_MOST, GramStatements.near(shape(Start.FIRST)), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"王", "q", "a"})
    void a_long_page_reads_no_more_of_the_list_than_a_usual_one(String text) throws SQLException {
        assertReads(READ_AT_MOST, GramStatements.near(new ListShape(Start.FIRST, true, 100)), text);
    }

    private static ListShape shape(Start start) {
        return new ListShape(start, true, LIMIT);
    }

    /** Of pages of 8 KiB that it reads; the table and its indexes have some 4,000. */
    private static final int READ_AT_MOST = 400;

    private static void assertReads(int most, Sql sql, Object... values) throws SQLException {
        String plan = plan(sql, values);
        Matcher buffers = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?")
                .matcher(plan);
        assertTrue(buffers.find(), plan);
        int pages = number(buffers.group(1)) + number(buffers.group(2));
        assertTrue(pages <= most, () -> pages + " pages read:\n" + plan);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    @Test
    void plans_are_kept_except_for_searches() throws SQLException {
        UserListing first = new UserListing(Optional.empty(), UserListing.Page.FIRST, LIMIT);
        UserListing behind = new UserListing(Optional.empty(), new UserListing.After(UserCursor.behind(oldest)), LIMIT);
        UserListing search = new UserListing(Optional.of(new NameSearch("quorrin")), UserListing.Page.FIRST, LIMIT);
        // As many as there are at once under load; of a few, the planner thinks that a plan of their own pays.
        Set<UserId> manyIds =
                LongStream.rangeClosed(1, 40).mapToObj(UserId::new).collect(Collectors.toSet());
        Set<UserListing> manyListings = manyIds.stream()
                .map(id -> new UserListing(
                        Optional.empty(), new UserListing.After(new UserCursor(oldest.createdAt(), id)), LIMIT))
                .collect(Collectors.toSet());
        for (int i = 0; i < 20; i++) {
            users.list(first);
            users.list(behind);
            assertEquals(List.of(oldest), users.list(search).users());
            users.byId(oldest.id());
            users.byIds(manyIds);
            users.lists(manyListings);
            users.byEmail(new EmailAddress("ZYX@example.org"));
        }

        assertAll(
                () -> assertTrue(genericPlans("fetch next 21 rows only") > 0, "first page"),
                () -> assertTrue(genericPlans("\"created_at\", \"users\".\"id\") < (") > 0, "cursor"),
                () -> assertTrue(genericPlans("where \"users\".\"id\" =") > 0, "id"),
                () -> assertTrue(genericPlans("any (") > 0, "ids"),
                () -> assertTrue(genericPlans("lateral") > 0, "many pages"),
                () -> assertTrue(genericPlans("where lower(") > 0, "address"),
                () -> assertEquals(-1, genericPlans(" like "), "search"));
    }

    /** How often the pool's one connection used a kept plan for the statement with this text; -1 when it is not kept. */
    private static long genericPlans(String part) {
        return pool.run(kept -> {
            try (PreparedStatement statement = kept.prepareStatement(
                            "select max(generic_plans) from pg_prepared_statements where position(? in statement) > 0");
                    ResultSet rows = bind(statement, part).executeQuery()) {
                rows.next();
                long plans = rows.getLong(1);
                return rows.wasNull() ? -1 : plans;
            }
        });
    }

    private static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static Sql list(Start start, boolean searching) {
        return UserStatements.list(new ListShape(start, searching, LIMIT));
    }

    private static void assertIndexed(String index, Sql sql, Object... values) throws SQLException {
        String text = plan(sql, values);
        assertTrue(text.contains(index), () -> "does not use " + index + ":\n" + text);
        assertFalse(text.contains("Seq Scan"), text);
    }

    private static String plan(Sql sql, Object... values) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("explain (analyze, buffers) " + sql.text());
                ResultSet rows = bind(statement, values).executeQuery()) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        String text = String.join("\n", plan);
        LOG.info("{} {}\n{}", sql.text(), List.of(values), text);
        return text;
    }
}

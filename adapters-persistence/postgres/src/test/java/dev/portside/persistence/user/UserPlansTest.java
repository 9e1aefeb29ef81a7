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
import dev.portside.persistence.statement.Query;
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
        assertIndexed(
                "users_newest_first",
                list(Start.FIRST, false),
                new UserListing(Optional.empty(), UserListing.Page.FIRST, LIMIT));
    }

    @Test
    void the_page_behind_a_cursor_at_the_far_end() throws SQLException {
        assertIndexed(
                "users_newest_first",
                list(Start.AFTER, false),
                new UserListing(
                        Optional.empty(),
                        new UserListing.After(new UserCursor(oldest.createdAt().plusSeconds(1), oldest.id())),
                        LIMIT));
    }

    @Test
    void a_user_by_address() throws SQLException {
        assertIndexed("users_email_key", UserStatements.BY_EMAIL, oldest.email());
    }

    @Test
    void a_user_by_id() throws SQLException {
        assertIndexed("users_pkey", UserStatements.BY_ID, oldest.id());
    }

    @Test
    void many_users_by_id() throws SQLException {
        Set<UserId> ids = LongStream.rangeClosed(1, 128)
                .mapToObj(i -> new UserId(i * 700))
                .collect(Collectors.toSet());
        assertIndexed("users_pkey", UserStatements.BY_IDS, ids);
    }

    @Test
    void many_pages_behind_cursors() throws SQLException {
        List<UserCursor> cursors = LongStream.range(0, 64)
                .mapToObj(i -> new UserCursor(oldest.createdAt().plusSeconds(i), oldest.id()))
                .toList();
        assertIndexed("users_newest_first", UserStatements.listsBehind(LIMIT), cursors);
    }

    @Test
    void the_walk_in_id_order() throws SQLException {
        assertIndexed(
                "users_pkey",
                UserStatements.IN_ID_ORDER,
                new UserStatements.IdOrder(Optional.of(new UserId(90_000)), 1_000));
    }

    @Test
    void a_search_for_something_rare() throws SQLException {
        assertIndexed("users_name_trigrams", list(Start.FIRST, true), search("quorrin"));
        assertIndexed("users_name_trigrams", UserStatements.COUNT_MATCHING, new NameSearch("quorrin"));
    }

    @Test
    void a_search_for_something_common() throws SQLException {
        assertIndexed("users_newest_first", list(Start.FIRST, true), search("son"));
    }

    /** Nothing of it is in any name but in the oldest, of which the planner knows nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "zz", "  ", "王伟", "王", "伟王", "王小明", "%_", "o'-", "é!"})
    void a_short_search_for_what_is_in_no_name(String text) throws SQLException {
        assertReads(READ_AT_MOST, GramStatements.near(shape(Start.FIRST)), search(text));
        assertReads(READ_AT_MOST, GramStatements.far(shape(Start.FIRST)), search(text));
        assertReads(READ_AT_MOST, GramStatements.COUNT, GramSearch.of(new NameSearch(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "yx", "rr"})
    void a_short_search_for_what_is_rare_is_looked_up(String text) throws SQLException {
        assertIndexed("users_name_grams", GramStatements.far(shape(Start.FIRST)), search(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "an", "é", "ü", "ll"})
    void a_short_search_for_what_is_common_fills_a_page_from_the_nearest(String text) throws SQLException {
        UserPage page = users.list(new UserListing(Optional.of(new NameSearch(text)), UserListing.Page.FIRST, LIMIT));

        assertEquals(LIMIT, page.users().size());
        assertReads(READ_AT_MOST, GramStatements.near(shape(Start.FIRST)), search(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"王", "q", "a"})
    void a_long_page_reads_no_more_of_the_list_than_a_usual_one(String text) throws SQLException {
        assertReads(READ_AT_MOST, GramStatements.near(new ListShape(Start.FIRST, true, 100)), search(text));
    }

    private static UserListing search(String text) {
        return new UserListing(Optional.of(new NameSearch(text)), UserListing.Page.FIRST, LIMIT);
    }

    private static ListShape shape(Start start) {
        return new ListShape(start, true, LIMIT);
    }

    /** Of pages of 8 KiB that it reads; the table and its indexes have some 4,000. */
    private static final int READ_AT_MOST = 400;

    private static <P> void assertReads(int most, Query<P, ?> statement, P values) throws SQLException {
        String plan = String.join("\n", statement.explain(connection, values));
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

    /** Returns how often the pool's one connection used a kept plan for the statement with this text; -1 without one. */
    private static long genericPlans(String part) {
        return pool.run(kept -> {
            try (PreparedStatement statement = kept.prepareStatement(
                    "select max(generic_plans) from pg_prepared_statements where position(? in statement) > 0")) {
                statement.setString(1, part);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    long plans = rows.getLong(1);
                    return rows.wasNull() ? -1 : plans;
                }
            }
        });
    }

    private static Query<UserListing, User> list(Start start, boolean searching) {
        return UserStatements.list(new ListShape(start, searching, LIMIT));
    }

    private static <P> void assertIndexed(String index, Query<P, ?> statement, P values) throws SQLException {
        String text = String.join("\n", statement.explain(connection, values));
        assertTrue(text.contains(index), () -> "does not use " + index + ":\n" + text);
        assertFalse(text.contains("Seq Scan"), text);
    }
}

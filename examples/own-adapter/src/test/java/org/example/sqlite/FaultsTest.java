package org.example.sqlite;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static dev.portside.testkit.user.UserFixtures.register;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.storage.Storage;
import dev.portside.domain.user.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Failures are faults with a category, and never an answer. */
@Timeout(60)
class FaultsTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    /** Counts until somebody ends it. */
    private static final String ENDLESS =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    @TempDir
    private Path folder;

    @Test
    void while_another_process_writes_reads_go_on_and_writes_are_unavailable_until_it_is_done() throws Exception {
        Path path = folder.resolve("busy.sqlite");
        try (Storage storage = new SqliteStorage(SqliteFile.open(path, SHORT, TestStorage.LONG));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = other.createStatement()) {
            storage.migrate();
            User ada = register(storage.users(), "Ada", "ada@example.org", NOON);
            statement.executeUpdate("begin immediate");

            assertEquals(Optional.of(ada), storage.users().byId(ada.id()));
            assertEquals(
                    Category.UNAVAILABLE, category(() -> register(storage.users(), "Eve", "eve@example.org", NOON)));

            statement.executeUpdate("rollback");
            register(storage.users(), "Eve", "eve@example.org", NOON);
        }
    }

    @Test
    void a_statement_that_nobody_waits_for_any_more_ends() {
        try (SqliteFile file = SqliteFile.open(folder.resolve("slow.sqlite"), TestStorage.LONG, SHORT)) {
            assertEquals(Category.TIMEOUT, category(() -> file.read(session -> session.number(ENDLESS))));
            assertEquals(1, one(file));
        }
    }

    @Test
    void an_interrupt_ends_the_statement_and_stays_set() throws Exception {
        try (SqliteFile file = open()) {
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<Boolean> asking = new FutureTask<>(() -> {
                Category category = category(() -> file.write(session -> {
                    begun.countDown();
                    return session.number(ENDLESS);
                }));
                return category == Category.TIMEOUT && Thread.currentThread().isInterrupted();
            });
            Thread thread = Thread.ofVirtual().start(asking);
            begun.await();

            thread.interrupt();

            assertTrue(asking.get());
            assertEquals(1, one(file));
        }
    }

    @Test
    void a_thread_that_was_interrupted_before_is_a_timeout() {
        try (SqliteFile file = open()) {
            Thread.currentThread().interrupt();
            assertEquals(Category.TIMEOUT, category(() -> file.read(session -> session.number("select 1"))));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void what_fails_half_way_leaves_nothing_behind() {
        try (SqliteFile file = open()) {
            assertEquals(
                    Category.INTERNAL,
                    category(() -> file.write(session -> {
                        session.script("create table half (way integer)");
                        return session.number("select nothing from nowhere");
                    })));
            long tables = file.read(session -> session.number("select count(*) from sqlite_schema"));
            assertEquals(0, tables);
        }
    }

    @Test
    void what_was_not_migrated_is_an_internal_error() {
        try (Storage storage = new SqliteStorage(open())) {
            assertEquals(Category.INTERNAL, category(() -> storage.users().count(Optional.empty())));
        }
    }

    @Test
    void a_file_of_a_newer_adapter_is_left_alone() {
        SqliteFile file = open();
        try (Storage storage = new SqliteStorage(file)) {
            file.write(session -> {
                session.script("pragma user_version = 9");
                return session;
            });
            assertEquals(Category.MISCONFIGURED, category(storage::migrate));
        }
    }

    @Test
    void a_closed_file_is_unavailable_and_closing_ends_what_is_under_way() throws Exception {
        SqliteFile file = open();
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Category> asking = new FutureTask<>(() -> category(() -> file.read(session -> {
            begun.countDown();
            return session.number(ENDLESS);
        })));
        Thread.ofPlatform().start(asking);
        begun.await();

        file.close();

        assertEquals(Category.TIMEOUT, asking.get());
        assertEquals(Category.UNAVAILABLE, category(() -> file.read(session -> session.number("select 1"))));
    }

    @Test
    void what_is_no_database_says_what_to_set() throws Exception {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear Ada, this is no database. ".repeat(100));
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> SqliteFile.open(letter, TestStorage.LONG, TestStorage.LONG));
        assertTrue(refused.getMessage().contains("set PORTSIDE_SQLITE_FILE to"), refused.getMessage());
    }

    private SqliteFile open() {
        return SqliteFile.open(folder.resolve("faults.sqlite"), TestStorage.LONG, TestStorage.LONG);
    }

    private static long one(SqliteFile file) {
        return file.write(session -> session.number("select 1"));
    }

    private static Category category(Executable call) {
        return assertThrows(Fault.class, call).category();
    }
}

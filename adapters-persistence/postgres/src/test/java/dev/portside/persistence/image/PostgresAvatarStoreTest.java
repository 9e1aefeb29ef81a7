package dev.portside.persistence.image;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.UserId;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.testkit.image.AvatarStoreContract;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresAvatarStoreTest implements AvatarStoreContract {

    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=([0-9]+)");

    private final List<Postgres> opened = new ArrayList<>();

    @Override
    public Stores emptyStores() {
        Postgres postgres = TestStorage.empty();
        opened.add(postgres);
        return new Stores(postgres.users(), postgres.avatars());
    }

    @AfterEach
    void close() {
        opened.forEach(Postgres::close);
    }

    @Test
    void a_digest_that_is_not_the_originals_is_never_stored() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        Avatar one = AvatarStoreContract.avatar(1);
        AvatarHead wrong = new AvatarHead(
                AvatarStoreContract.avatar(2).head().digest(),
                ImageFormat.JPEG,
                one.head().length());

        Fault fault = assertThrows(
                Fault.class,
                () -> stores.avatars().put(ada, new Avatar(wrong, one.original()), AvatarPrecondition.NONE, NOON));

        assertEquals(Category.INTERNAL, fault.category());
    }

    @Test
    void a_look_at_the_head_does_not_read_the_original() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        try (Postgres postgres = TestStorage.open(settings);
                Connection connection = OwnConnections.source(settings).getConnection()) {
            postgres.migrate();
            UserId ada = UserFixtures.register(postgres.users(), "Ada", "ada@example.org", NOON)
                    .id();
            postgres.avatars()
                    .put(ada, AvatarStoreContract.avatar(1, 1 << 20, ImageFormat.PNG), AvatarPrecondition.NONE, NOON);

            // Of 8 KiB each; the original lies in more than 128.
            assertTrue(pages(readingTheOriginal(connection, ada)) > 128);
            assertTrue(pages(PostgresAvatarStore.HEAD.explain(connection, ada)) < 12);
        }
    }

    /** As text, which drivers ask for where they know no better, it would take thrice as much. */
    @Test
    void an_original_takes_no_more_memory_to_read_than_it_has_bytes() {
        int length = 10 << 20;
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        stores.avatars()
                .put(ada, AvatarStoreContract.avatar(1, length, ImageFormat.PNG), AvatarPrecondition.NONE, NOON);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertEquals(length, stores.avatars().find(ada).orElseThrow().original().length);

        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < length * 1.2, () -> "it took " + taken + " bytes");
    }

    private static List<String> readingTheOriginal(Connection connection, UserId user) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "explain (analyze, buffers) select sha256(original) from avatars where user_id = ?")) {
            statement.setLong(1, user.value());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
        }
        return plan;
    }

    /** Returns how many pages a statement with this plan reads. */
    private static int pages(List<String> plan) {
        Matcher buffers = BUFFERS.matcher(String.join("\n", plan));
        assertTrue(buffers.find(), () -> "no buffers in " + plan);
        return Integer.parseInt(buffers.group(1));
    }
}

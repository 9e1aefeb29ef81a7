package dev.portside.persistence;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.image.AvatarLookup;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.UserId;
import dev.portside.testkit.image.AvatarStoreContract;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresAvatarStoreTest implements AvatarStoreContract {

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
        UserId ada = UserFixtures.register(stores.users(), "Ada", "ada@example.org", NOON)
                .id();
        Avatar one = AvatarStoreContract.avatar(1);
        AvatarHead wrong = new AvatarHead(
                AvatarStoreContract.avatar(2).head().digest(),
                ImageFormat.JPEG,
                one.head().length());

        Fault fault =
                assertThrows(Fault.class, () -> stores.avatars().put(ada, new Avatar(wrong, one.original()), NOON));

        assertEquals(Category.BUG, fault.category());
    }

    /** What lies apart from the row is gone here, so whoever read it would fail. */
    @Test
    void a_look_at_the_head_does_not_read_the_original() throws SQLException {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        try (Postgres postgres = TestStorage.open(settings);
                Connection connection = Database.source(settings).getConnection();
                var statement = connection.createStatement()) {
            postgres.migrate();
            UserId ada = UserFixtures.register(postgres.users(), "Ada", "ada@example.org", NOON)
                    .id();
            Avatar avatar = AvatarStoreContract.avatar(1, 100_000, ImageFormat.PNG);
            postgres.avatars().put(ada, avatar, NOON);
            String apart;
            try (var names = statement.executeQuery(
                    "select reltoastrelid::regclass::text from pg_class where oid = 'avatars'::regclass")) {
                names.next();
                apart = names.getString(1);
            }
            statement.execute("set allow_system_table_mods = on");
            statement.execute("delete from " + apart);

            assertEquals(
                    avatar.head(),
                    assertInstanceOf(
                                    AvatarLookup.Found.class, postgres.avatars().head(ada))
                            .head());
            assertThrows(Fault.class, () -> postgres.avatars().find(ada));
        }
    }
}

package dev.portside.testkit.storage;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.Recording;
import dev.portside.application.image.AvatarStoring;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.Storage;
import dev.portside.domain.event.EventName;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.User;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.image.AvatarStoreContract;
import dev.portside.testkit.user.UserFixtures;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Everything that {@link Storage} promises beyond what its stores do, which have contracts of their own. Implement it in a test
 * class of your adapter.
 */
public interface StorageContract {

    /** One in which nothing is kept, just opened; each test closes it. */
    Storage emptyStorage();

    @Test
    default void what_is_up_to_date_can_be_brought_up_to_date_again() {
        try (Storage storage = emptyStorage()) {
            storage.migrate();
            User ada = UserFixtures.register(storage.users(), "Ada", "ada@example.org", NOON);
            storage.migrate();
            assertEquals(Optional.of(ada), storage.users().byId(ada.id()));
        }
    }

    @Test
    default void its_stores_belong_together() {
        try (Storage storage = emptyStorage()) {
            storage.migrate();
            User ada = UserFixtures.register(storage.users(), "Ada", "ada@example.org", NOON);
            assertTrue(
                    storage.avatars()
                                    .put(
                                            ada.id(),
                                            AvatarStoreContract.avatar(1, 100, ImageFormat.PNG),
                                            AvatarPrecondition.NONE,
                                            NOON)
                            instanceof AvatarStoring.Stored);
            assertEquals(
                    List.of(Recording.STORED),
                    storage.events().record(List.of(EventFixtures.event(1, "login", "ada", NOON.toString()))));

            assertTrue(storage.avatars().find(ada.id()).isPresent());
            assertEquals(
                    Map.of(new EventName("login"), 1L),
                    storage.events().totals().names());
        }
    }

    @Test
    default void what_is_tidied_up_is_not_lost() throws Exception {
        try (Storage storage = emptyStorage()) {
            storage.migrate();
            var unused = storage.events().record(List.of(EventFixtures.event(1, "login", "ada", NOON.toString())));
            AutoCloseable housekeeping = storage.keepHouse(Clock.fixed(NOON, ZoneOffset.UTC), Optional.empty());
            assertEquals(
                    Map.of(new EventName("login"), 1L),
                    storage.events().totals().names());
            housekeeping.close();
            assertEquals(
                    Map.of(new EventName("login"), 1L),
                    storage.events().totals().names());
        }
    }

    @Test
    default void it_tells_what_it_relies_on_and_can_be_closed_again() {
        Storage storage = emptyStorage();
        storage.migrate();
        storage.dependencies().forEach(Dependency::check);
        storage.close();
        storage.close();
    }
}

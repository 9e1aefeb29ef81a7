package dev.portside.testkit.storage;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.RecordResult;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.SharedSecrets;
import dev.portside.application.storage.Storage;
import dev.portside.domain.event.EventName;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.User;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.image.AvatarStoreContract;
import dev.portside.testkit.user.UserFixtures;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Contract of {@link Storage} beyond those of its stores, which have contracts of their own. Implement it in a test
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

    /** Where there are any: a storage need not have them. */
    @Test
    default void a_secret_is_made_once_and_is_the_same_for_everybody() {
        try (Storage storage = emptyStorage()) {
            storage.migrate();
            storage.secrets(new SecureRandom()).ifPresent(secrets -> {
                List<String> first = IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> HexFormat.of().formatHex(secrets.secret("first")))
                        .distinct()
                        .toList();
                assertEquals(1, first.size(), "of those who ask at the same moment each gets the same");
                byte[] second = secrets.secret("second");
                assertEquals(SharedSecrets.BYTES, second.length);
                assertNotEquals(first.getFirst(), HexFormat.of().formatHex(second));
                Arrays.fill(second, (byte) 0);
                assertFalse(Arrays.equals(second, secrets.secret("second")), "it is a copy");
                assertEquals(
                        first.getFirst(),
                        HexFormat.of()
                                .formatHex(storage.secrets(new SecureRandom())
                                        .orElseThrow()
                                        .secret("first")));
            });
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
                            instanceof AvatarStore.Storing.Stored);
            assertEquals(
                    List.of(RecordResult.STORED),
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
            AutoCloseable maintenance = storage.startMaintenance(Clock.fixed(NOON, ZoneOffset.UTC), Optional.empty());
            assertEquals(
                    Map.of(new EventName("login"), 1L),
                    storage.events().totals().names());
            maintenance.close();
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

package org.example.sqlite;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static dev.portside.testkit.user.UserFixtures.newUser;
import static dev.portside.testkit.user.UserFixtures.register;
import static dev.portside.testkit.user.UserFixtures.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.event.RecordResult;
import dev.portside.application.storage.Storage;
import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.image.AvatarStoreContract;
import dev.portside.testkit.storage.StorageContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Portside asks of a storage, and what a file adds to it: everything is there when it is opened again. */
class SqliteStorageTest implements StorageContract {

    @TempDir
    private Path folder;

    @Override
    public Storage emptyStorage() {
        return TestStorage.open(folder.resolve(UUID.randomUUID() + ".sqlite"));
    }

    @Test
    void everything_is_there_when_it_is_opened_again() {
        Path file = folder.resolve("kept.sqlite");
        IdempotencyKey key = new IdempotencyKey("once");
        NewEvent login = EventFixtures.event(1, "login", "ada", NOON.toString(), "plan", "pro");
        Avatar picture = AvatarStoreContract.avatar(1);
        User ada;
        User gone;
        try (Storage storage = TestStorage.open(file)) {
            storage.migrate();
            ada = register(storage.users(), "Ada", "ada@example.org", NOON);
            storage.users().registerOnce(key, newUser("Eve", "eve@example.org"), NOON);
            gone = register(storage.users(), "Gone", "gone@example.org", NOON);
            storage.users().remove(gone.id(), Precondition.NONE);
            storage.events().record(List.of(login));
            storage.avatars().put(ada.id(), picture, AvatarPrecondition.NONE, NOON);
        }
        try (Storage storage = TestStorage.open(file)) {
            storage.migrate();
            assertEquals(Optional.of(ada), storage.users().byId(ada.id()));
            assertInstanceOf(
                    IdempotentRegistration.Replayed.class,
                    storage.users().registerOnce(key, newUser("Eve", "eve@example.org"), NOON));
            User next = register(storage.users(), "Next", "gone@example.org", NOON);
            assertEquals(1, Long.compare(next.id().value(), gone.id().value()), "an id is never given twice");
            assertEquals(List.of(RecordResult.DUPLICATE), storage.events().record(List.of(login)));
            assertEquals(List.of(login.event()), EventFixtures.all(storage.events()));
            assertEquals(
                    picture.head(),
                    storage.avatars().find(ada.id()).orElseThrow().head());
        }
    }

    @Test
    void of_two_processes_with_the_same_file_one_gets_the_address() {
        Path file = folder.resolve("shared.sqlite");
        try (Storage one = TestStorage.open(file);
                Storage other = TestStorage.open(file)) {
            one.migrate();
            other.migrate();
            User ada = register(one.users(), "Ada", "ada@example.org", NOON);
            assertEquals(
                    List.of(new Registration.EmailTaken(ada.email())),
                    other.users().registerAll(List.of(newUser("Eve", "ada@example.org")), NOON));
            assertEquals(Optional.of(ada), other.users().byId(ada.id()));
        }
    }

    @Test
    void processes_that_start_at_once_on_a_new_file_all_get_ready() throws Exception {
        Path file = folder.resolve("new.sqlite");

        List<Long> counts = together(8, () -> {
            try (Storage storage = TestStorage.open(file)) {
                storage.migrate();
                return storage.users().count(Optional.empty());
            }
        });

        assertEquals(Collections.nCopies(8, 0L), counts);
    }

    @Test
    void events_that_are_older_than_is_kept_are_removed() throws Exception {
        try (Storage storage = emptyStorage()) {
            storage.migrate();
            NewEvent old = EventFixtures.event(
                    1, "login", "ada", NOON.minus(Duration.ofDays(31)).toString(), "plan", "pro");
            NewEvent young = EventFixtures.event(
                    2, "login", "ada", NOON.minus(Duration.ofDays(29)).toString());
            EventFixtures.store(storage.events(), old, young);
            Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
            AutoCloseable housekeeping = storage.startMaintenance(clock, Optional.of(Duration.ofDays(30)));
            List<Event> left = List.of(young.event());
            long end = System.nanoTime() + TestStorage.LONG.toNanos();
            while (!EventFixtures.all(storage.events()).equals(left) && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            assertEquals(left, EventFixtures.all(storage.events()));
            housekeeping.close();
        }
    }
}

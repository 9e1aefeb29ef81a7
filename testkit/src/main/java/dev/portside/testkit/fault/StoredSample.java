package dev.portside.testkit.fault;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static dev.portside.testkit.user.UserFixtures.newUser;
import static dev.portside.testkit.user.UserFixtures.register;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.RecordResult;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.readiness.Readiness;
import dev.portside.application.storage.Storage;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserListing;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.image.AvatarStoreContract;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A user with an avatar and an event, and calls about them by name. */
record StoredSample(Storage storage, User ada, Avatar avatar, NewEvent event) {

    private static final NewEvent MORE = EventFixtures.event(2, "logout", "ada", NOON.toString());
    private static final NewUser EVE = newUser("Eve", "eve@example.org");

    static StoredSample in(Storage storage) {
        User ada = register(storage.users(), "Ada", "ada@example.org", NOON);
        Avatar avatar = AvatarStoreContract.avatar(1);
        assertEquals(
                new AvatarStore.Storing.Stored(),
                storage.avatars().put(ada.id(), avatar, AvatarPrecondition.NONE, NOON));
        NewEvent event = EventFixtures.event(1, "login", "ada", NOON.toString());
        EventFixtures.store(storage.events(), event);
        return new StoredSample(storage, ada, avatar, event);
    }

    Map<String, Supplier<?>> reads() {
        Map<String, Supplier<?>> reads = new LinkedHashMap<>();
        reads.put("users().byId", () -> storage.users().byId(ada.id()));
        reads.put("users().byEmail", () -> storage.users().byEmail(ada.email()));
        reads.put("users().byIds", () -> storage.users().byIds(Set.of(ada.id())));
        reads.put(
                "users().list",
                () -> storage.users()
                        .list(new UserListing(Optional.empty(), UserListing.Page.FIRST, 1))
                        .users());
        reads.put("users().inIdOrder", () -> storage.users().inIdOrder(Optional.empty(), 1));
        reads.put("avatars().head", () -> storage.avatars().head(ada.id()));
        reads.put("avatars().find", () -> storage.avatars().find(ada.id()).map(Avatar::head));
        reads.put("events().totals", () -> storage.events().totals().names().get(new EventName("login")));
        return reads;
    }

    /** What a read that is named so answers, whatever has become of the writes. */
    Object answer(String name) {
        return switch (name) {
            case "users().byId", "users().byEmail" -> Optional.of(ada);
            case "users().byIds" -> Map.of(ada.id(), ada);
            case "users().list", "users().inIdOrder" -> List.of(ada);
            case "avatars().head" -> new AvatarStore.Lookup.Found(avatar.head());
            case "avatars().find" -> Optional.of(avatar.head());
            default -> 1L;
        };
    }

    Map<String, Supplier<?>> writes() {
        Map<String, Supplier<?>> writes = new LinkedHashMap<>();
        // In the past, so that Ada stays the newest.
        writes.put(
                "users().registerAll",
                () -> storage.users()
                        .registerAll(List.of(EVE), NOON.minusSeconds(1))
                        .size());
        writes.put("avatars().put", () -> storage.avatars().put(ada.id(), avatar, AvatarPrecondition.NONE, NOON));
        writes.put("events().record", () -> storage.events().record(List.of(MORE)));
        return writes;
    }

    Object done(String name) {
        return switch (name) {
            case "avatars().put" -> new AvatarStore.Storing.Stored();
            case "events().record" -> List.of(RecordResult.STORED);
            default -> 1;
        };
    }

    /** Returns whether the storage looks alive to who asks as the server does, which waits so long. */
    Readiness.Status status(Duration deadline) {
        Readiness readiness = new Readiness(deadline);
        readiness.started(storage.dependencies());
        return readiness.report().status();
    }

    /** What was tried meanwhile has been done once or not at all, and can be done now. */
    void isWhole() {
        var unused = storage.users().registerAll(List.of(EVE), NOON.minusSeconds(1));
        assertEquals(2, storage.users().count(Optional.empty()));
        assertEquals(
                EVE.name(), storage.users().byEmail(EVE.email()).orElseThrow().name());
        var again = storage.events().record(List.of(MORE, event));
        assertEquals(RecordResult.DUPLICATE, again.get(1));
        assertEquals(
                Map.of(new EventName("login"), 1L, new EventName("logout"), 1L),
                storage.events().totals().names());
    }
}

package dev.portside.application.image;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.concurrency.Cost;
import dev.portside.application.concurrency.WeightedBudget;
import dev.portside.application.image.AvatarAbsence.AvatarMissing;
import dev.portside.application.image.AvatarAbsence.UserMissing;
import dev.portside.application.image.Avatars.Answer.Known;
import dev.portside.application.image.Avatars.Answer.Shown;
import dev.portside.application.image.Avatars.Upload.Uploaded;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.transaction.HostTransactions;
import dev.portside.application.user.Registration;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AvatarsTest {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
    private static final AvatarRequest USUAL = new AvatarRequest(AvatarSize.DEFAULT, Optional.empty());
    private static final AvatarRequest LARGE = new AvatarRequest(new AvatarSize(512), Optional.of(ImageFormat.JPEG));
    private static final int MAX_WAITING = 3;

    private final InMemoryUserStore users = new InMemoryUserStore();
    private final HookedAvatarStore store = new HookedAvatarStore(users.avatars());
    private final HeldResizer resizer = new HeldResizer();
    private final AvatarVariants variants = variants(VariantCache.NONE);
    private final Avatars avatars = avatars(variants);
    private final UserId ada = register("ada@example.org");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Remembers everything. */
    private static final class AllVariants implements VariantCache {
        private final Map<AvatarVariant, byte[]> files = new ConcurrentHashMap<>();

        @Override
        public Optional<byte[]> get(AvatarVariant variant) {
            return Optional.ofNullable(files.get(variant));
        }

        @Override
        public void put(AvatarVariant variant, byte[] file) {
            files.put(variant, file);
        }
    }

    /** The example of FIPS 180-4. */
    @Test
    void a_digest_of_a_file_is_its_sha_256() {
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Avatars.digest(new byte[] {'a', 'b', 'c'}).hex());
    }

    @Test
    void an_avatar_is_shown_in_the_size_and_format_that_are_asked_for_or_in_the_usual_ones() {
        uploaded(ada, 1);

        Shown usual = shown(avatars.get(ada, USUAL, any -> false));
        Shown large = shown(avatars.get(ada, LARGE, any -> false));

        assertEquals(AvatarSize.DEFAULT, usual.variant().size());
        // A bitmap is not written.
        assertEquals(ImageFormat.PNG, usual.variant().format());
        assertEquals("256 PNG 1", HeldResizer.text(usual.file()));
        assertEquals("512 JPEG 1", HeldResizer.text(large.file()));
        assertEquals("test", large.variant().maker());
    }

    @Test
    void an_upload_makes_the_usual_variant_and_remembers_it() {
        Avatars remembering = avatars(variants(new AllVariants()));
        assertInstanceOf(Uploaded.class, remembering.put(ada, HeldResizer.picture(1), AvatarPrecondition.NONE));
        assertEquals(1, resizer.calls());

        assertEquals(
                "256 PNG 1",
                HeldResizer.text(
                        shown(remembering.get(ada, USUAL, any -> false)).file()));
        remembering.put(ada, HeldResizer.picture(1), AvatarPrecondition.NONE);

        assertEquals(1, resizer.calls());
        assertEquals(0, store.finds());
    }

    @Test
    void what_cannot_be_decoded_is_refused_and_changes_nothing() {
        uploaded(ada, 1);
        resizer.refuse(new ImageRefusal.Truncated());

        assertEquals(new ImageRefusal.Truncated(), avatars.put(ada, HeldResizer.picture(2), AvatarPrecondition.NONE));
        assertEquals(
                new ImageRefusal.NotAnImage(),
                avatars.put(ada, "hello".getBytes(StandardCharsets.US_ASCII), AvatarPrecondition.NONE));

        assertEquals(1, original(store.find(ada)));
    }

    @Test
    void an_image_of_an_unknown_user_is_not_decoded() {
        UserId missing = new UserId(Long.MAX_VALUE);

        assertEquals(new UserMissing(), avatars.put(missing, HeldResizer.picture(1), AvatarPrecondition.NONE));
        assertEquals(new UserMissing(), avatars.get(missing, USUAL, any -> false));
        assertEquals(new UserMissing(), avatars.remove(missing, AvatarPrecondition.NONE));
        assertEquals(new AvatarMissing(), avatars.get(ada, USUAL, any -> false));
        assertEquals(new AvatarMissing(), avatars.remove(ada, AvatarPrecondition.NONE));
        assertEquals(0, resizer.calls());
    }

    @Test
    void what_is_known_where_it_is_wanted_costs_one_look() {
        uploaded(ada, 1);
        int calls = resizer.calls();
        AvatarVariant variant = shown(avatars.get(ada, USUAL, any -> false)).variant();
        int finds = store.finds();

        assertEquals(new Known(variant), avatars.get(ada, USUAL, variant::equals));

        assertEquals(calls + 1, resizer.calls());
        assertEquals(finds, store.finds());
    }

    @Test
    void a_format_that_is_not_written_here_is_refused_without_touching_the_original() {
        uploaded(ada, 1);
        AvatarRequest webp = new AvatarRequest(AvatarSize.DEFAULT, Optional.of(ImageFormat.WEBP));

        assertEquals(new ImageRefusal.FormatNotAvailable(ImageFormat.WEBP), avatars.get(ada, webp, any -> false));
        assertEquals(new ImageRefusal.FormatNotAvailable(ImageFormat.WEBP), avatars.get(ada, webp, any -> true));
        assertEquals(0, store.finds());
    }

    @Test
    void a_hundred_who_ask_at_once_for_a_new_size_cause_one_resize() throws Exception {
        uploaded(ada, 1);
        int before = resizer.calls();
        resizer.hold();
        List<Future<Avatars.Answer>> asked = askForLarge(100);
        awaitWaiting(100);
        resizer.release();

        byte[] first = shown(asked.getFirst().get()).file();
        for (Future<Avatars.Answer> one : asked) {
            assertSame(first, shown(one.get()).file());
        }
        assertEquals(1, resizer.calls() - before);
        assertEquals(before + 1, variants.made());
        assertEquals(1, store.finds());
    }

    @Test
    void with_a_cache_they_cause_one_however_they_come() throws Exception {
        Avatars remembering = avatars(variants(new AllVariants()));
        remembering.put(ada, HeldResizer.picture(1), AvatarPrecondition.NONE);
        int before = resizer.calls();
        List<Future<Avatars.Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            asked.add(threads.submit(() -> remembering.get(ada, LARGE, any -> false)));
        }
        for (Future<Avatars.Answer> one : asked) {
            assertEquals("512 JPEG 1", HeldResizer.text(shown(one.get()).file()));
        }
        assertEquals(1, resizer.calls() - before);
    }

    @Test
    void one_whose_client_has_left_does_not_take_the_image_from_the_others() throws Exception {
        uploaded(ada, 1);
        int before = resizer.calls();
        resizer.hold();
        FutureTask<Avatars.Answer> first = new FutureTask<>(() -> avatars.get(ada, LARGE, any -> false));
        Thread leader = Thread.startVirtualThread(first);
        awaitWaiting(1);
        List<Future<Avatars.Answer>> others = askForLarge(5);
        awaitWaiting(6);

        leader.interrupt();
        awaitWaiting(5);
        resizer.release();

        for (Future<Avatars.Answer> one : others) {
            assertEquals("512 JPEG 1", HeldResizer.text(shown(one.get()).file()));
        }
        assertEquals(1, resizer.calls() - before);
    }

    @Test
    void too_much_at_once_is_told_to_all_who_wait_and_not_remembered() throws Exception {
        uploaded(ada, 1);
        resizer.hold();
        resizer.fail(new Fault(Category.OVERLOADED, "Full"));
        List<Future<Avatars.Answer>> asked = askForLarge(10);
        awaitWaiting(10);
        resizer.release();

        for (Future<Avatars.Answer> one : asked) {
            Fault fault = assertInstanceOf(
                    Fault.class, assertThrows(Exception.class, one::get).getCause());
            assertEquals(Category.OVERLOADED, fault.category());
        }
        resizer.recover();
        assertEquals(
                "512 JPEG 1",
                HeldResizer.text(shown(avatars.get(ada, LARGE, any -> false)).file()));
    }

    @Test
    void only_so_many_different_ones_wait() throws Exception {
        uploaded(ada, 1);
        resizer.hold();
        List<Future<Avatars.Answer>> held = new ArrayList<>();
        for (int size = 16; size < 16 + MAX_WAITING; size++) {
            AvatarRequest wish = new AvatarRequest(new AvatarSize(size), Optional.empty());
            held.add(threads.submit(() -> avatars.get(ada, wish, any -> false)));
        }
        resizer.awaitCalls(1 + MAX_WAITING);

        Fault fault = assertThrows(Fault.class, () -> avatars.get(ada, LARGE, any -> false));

        assertEquals(Category.OVERLOADED, fault.category());
        resizer.release();
        for (Future<Avatars.Answer> one : held) {
            assertInstanceOf(Shown.class, one.get());
        }
        assertInstanceOf(Shown.class, avatars.get(ada, LARGE, any -> false));
    }

    @Test
    void one_that_is_replaced_between_the_look_and_the_reading_is_shown_as_it_is_now() {
        uploaded(ada, 1);
        store.beforeNextFind(() -> uploaded(ada, 2));

        Shown shown = shown(avatars.get(ada, LARGE, any -> false));

        assertEquals("512 JPEG 2", HeldResizer.text(shown.file()));
        assertNotEquals(
                assertInstanceOf(Uploaded.class, avatars.put(ada, HeldResizer.picture(1), AvatarPrecondition.NONE))
                        .digest(),
                shown.variant().digest());
    }

    @Test
    void one_that_is_removed_between_the_look_and_the_reading_is_missing() {
        uploaded(ada, 1);
        store.beforeNextFind(() -> users.remove(ada, Precondition.NONE));

        assertEquals(new UserMissing(), avatars.get(ada, LARGE, any -> false));
    }

    @Test
    void who_waited_for_anothers_equal_image_that_has_gone_takes_its_own() throws Exception {
        UserId bob = register("bob@example.org");
        uploaded(ada, 1);
        uploaded(bob, 1);
        AvatarVariant variant = assertInstanceOf(Known.class, avatars.get(ada, LARGE, any -> true))
                .variant();
        FutureTask<Avatars.Answer> bobs = new FutureTask<>(() -> avatars.get(bob, LARGE, any -> false));
        store.beforeNextFind(() -> {
            Thread.startVirtualThread(bobs);
            while (variants.waiting(variant) != 2) {
                // This is a virtual thread, which would keep the other one from a machine's only processor.
                LockSupport.parkNanos(1_000);
            }
            users.avatars().remove(ada, AvatarPrecondition.NONE);
        });

        assertEquals(new AvatarMissing(), avatars.get(ada, LARGE, any -> false));
        assertEquals("512 JPEG 1", HeldResizer.text(shown(bobs.get()).file()));
    }

    @Test
    void in_a_transaction_the_original_is_read_on_its_own_thread_without_waiting() throws Exception {
        uploaded(ada, 1);
        AvatarVariant variant = assertInstanceOf(Known.class, avatars.get(ada, LARGE, any -> true))
                .variant();
        List<Thread> readers = new ArrayList<>();
        FutureTask<Avatars.Answer> others = new FutureTask<>(() -> avatars.get(ada, LARGE, any -> false));
        store.beforeNextFind(() -> {
            // Somebody outside makes the same image, and stands still at its original.
            store.beforeNextFind(() -> readers.add(Thread.currentThread()));
            Avatars inside =
                    new Avatars(store, variants, Optional.of(new Turn(true)), Clock.fixed(NOON, ZoneOffset.UTC));
            FutureTask<Avatars.Answer> inTransaction = new FutureTask<>(() -> inside.get(ada, LARGE, any -> false));
            Thread transaction = Thread.ofPlatform().start(inTransaction);
            assertEquals(
                    "512 JPEG 1",
                    HeldResizer.text(shown(assertDoesNotThrow(() -> inTransaction.get(30, TimeUnit.SECONDS)))
                            .file()));
            assertEquals(List.of(transaction), readers);
        });

        others.run();

        assertEquals(variant, shown(others.get()).variant());
    }

    @Test
    void in_a_transaction_what_finds_no_room_at_once_is_refused_without_waiting() {
        uploaded(ada, 1);
        WeightedBudget originals = new WeightedBudget(1 << 20);
        AvatarVariants bounded = variants(VariantCache.NONE, originals);
        Avatars inside = new Avatars(store, bounded, Optional.of(new Turn(true)), Clock.fixed(NOON, ZoneOffset.UTC));

        Fault fault = originals.within(
                Cost.LIGHT, 1 << 20, () -> assertThrows(Fault.class, () -> inside.get(ada, LARGE, any -> false)));

        assertEquals(Category.OVERLOADED, fault.category());
        assertEquals(0, store.finds());
        assertEquals(1 << 20, originals.freeBytes());
        assertInstanceOf(Shown.class, inside.get(ada, LARGE, any -> false));
        assertEquals(1 << 20, originals.freeBytes());
    }

    /** Transactions of which each thread is in one, or none is. */
    private record Turn(boolean isActive) implements HostTransactions {

        @Override
        public void afterEnd(Runnable work) {
            throw new UnsupportedOperationException("nothing here waits for the end");
        }
    }

    private AvatarVariants variants(VariantCache cache) {
        return variants(cache, new WeightedBudget(1 << 20));
    }

    private AvatarVariants variants(VariantCache cache, WeightedBudget originals) {
        Images images =
                new Images(new BitmapProbe(), resizer, Set.of(ImageFormat.JPEG, ImageFormat.PNG), ImageLimits.DEFAULT);
        return new AvatarVariants(images, cache, "test", originals, 2, MAX_WAITING);
    }

    private Avatars avatars(AvatarVariants of) {
        return new Avatars(store, of, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private UserId register(String email) {
        NewUser user = new NewUser(new UserName("Somebody"), new EmailAddress(email));
        Registration registration = users.registerAll(List.of(user), NOON).getFirst();
        return assertInstanceOf(Registration.Registered.class, registration)
                .user()
                .id();
    }

    private void uploaded(UserId user, int which) {
        assertInstanceOf(Uploaded.class, avatars.put(user, HeldResizer.picture(which), AvatarPrecondition.NONE));
    }

    private List<Future<Avatars.Answer>> askForLarge(int times) {
        List<Future<Avatars.Answer>> asked = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            asked.add(threads.submit(() -> avatars.get(ada, LARGE, any -> false)));
        }
        return asked;
    }

    private void awaitWaiting(int count) throws InterruptedException {
        AvatarVariant variant = assertInstanceOf(Known.class, avatars.get(ada, LARGE, any -> true))
                .variant();
        while (variants.waiting(variant) != count) {
            Thread.sleep(1);
        }
    }

    private static Shown shown(Avatars.Answer answer) {
        return assertInstanceOf(Shown.class, answer);
    }

    private static int original(Optional<Avatar> avatar) {
        return HeldResizer.which(avatar.orElseThrow().original());
    }
}

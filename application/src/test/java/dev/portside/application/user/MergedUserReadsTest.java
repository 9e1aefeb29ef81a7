package dev.portside.application.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.concurrency.HeldSource;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserName;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries that reach the store when the first of a dozen reads lasts until the others wait for it, or have found they need not. */
@Timeout(60)
class MergedUserReadsTest {

    private static final int READERS = 12;
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
    private static final Duration FOR_EVER = Duration.ofHours(1);
    private static final Optional<NameSearch> SEARCH = Optional.of(new NameSearch("user"));

    @Test
    void different_users_by_id_are_read_together() throws Exception {
        assertEquals(List.of("byId", "byIds"), calls((store, i) -> store.byId(new UserId(i + 1))));
    }

    @Test
    void different_parts_of_the_list_that_cost_little_are_read_together() throws Exception {
        assertEquals(List.of("list", "lists"), calls((store, i) -> store.list(behind(i + 1))));
    }

    @Test
    void equal_reads_of_a_user_by_address_share_one() throws Exception {
        EmailAddress address = new EmailAddress("user1@example.org");

        assertEquals(List.of("byEmail", "byEmail"), calls((store, i) -> store.byEmail(address)));
    }

    @Test
    void equal_counts_share_one() throws Exception {
        assertEquals(List.of("count", "count"), calls((store, i) -> store.count(SEARCH)));
    }

    @Test
    void equal_deep_pages_share_one() throws Exception {
        UserListing third = new UserListing(Optional.empty(), new UserListing.Page(3), 1);

        assertEquals(List.of("list", "list"), calls((store, i) -> store.list(third)));
    }

    @Test
    void different_searches_do_not_wait_for_each_other() throws Exception {
        List<String> calls = calls((store, i) -> store.list(new UserListing(SEARCH, UserListing.Page.FIRST, i + 1)));

        assertEquals(IntStream.range(0, READERS).mapToObj(i -> "list").toList(), calls);
    }

    private static UserListing behind(int id) {
        UserCursor cursor = new UserCursor(NOON.plusSeconds(id), new UserId(id));
        return new UserListing(Optional.empty(), new UserListing.After(cursor), 5);
    }

    private static List<String> calls(BiFunction<UserStore, Integer, Object> read) throws Exception {
        InMemoryUserStore users = new InMemoryUserStore();
        for (int i = 0; i < READERS; i++) {
            NewUser user = new NewUser(new UserName("User " + i), new EmailAddress("user" + i + "@example.org"));
            users.registerAll(List.of(user), NOON.plusSeconds(i));
        }
        Queue<String> calls = new ConcurrentLinkedQueue<>();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        BatchUserStore slow = (BatchUserStore) Proxy.newProxyInstance(
                BatchUserStore.class.getClassLoader(), new Class<?>[] {BatchUserStore.class}, (proxy, method, with) -> {
                    calls.add(method.getName());
                    asked.countDown();
                    released.await();
                    return method.invoke(users, with);
                });
        UserStore store = new CoalescingUserStore(slow, FOR_EVER, FOR_EVER);
        List<FutureTask<Object>> answers = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            int number = i;
            answers.add(new FutureTask<>(() -> read.apply(store, number)));
            readers.add(Thread.startVirtualThread(answers.getLast()));
            asked.await();
        }
        HeldSource.awaitParked(readers);
        released.countDown();
        for (int i = 0; i < READERS; i++) {
            assertEquals(read.apply(users, i), answers.get(i).get());
        }
        return List.copyOf(calls);
    }
}

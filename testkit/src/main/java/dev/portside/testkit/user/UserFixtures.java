package dev.portside.testkit.user;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserStore;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fixtures of all parts of the contract: an empty store, and users to put into it. */
public interface UserFixtures {

    Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    /** A store without users, independent of those returned before. */
    UserStore emptyStore();

    static NewUser newUser(String name, String email) {
        return new NewUser(new UserName(name), new EmailAddress(email));
    }

    static User register(UserStore store, String name, String email, Instant at) {
        Registration registration =
                store.registerAll(List.of(newUser(name, email)), at).getFirst();
        return assertInstanceOf(Registration.Registered.class, registration).user();
    }

    static User rename(UserStore store, User user, String name, Instant at) {
        UserChange change = UserChange.to(new NewUser(new UserName(name), user.email()));
        UserUpdate update = store.update(user.id(), change, Precondition.NONE, at);
        return assertInstanceOf(UserUpdate.Updated.class, update).user();
    }

    /** Runs the call on that many threads that start together, and returns what each got. */
    static <T> List<T> together(int threads, Callable<T> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}

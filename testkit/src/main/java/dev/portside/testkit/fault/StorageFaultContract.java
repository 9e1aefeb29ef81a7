package dev.portside.testkit.fault;

import static dev.portside.application.readiness.Readiness.Status.NOT_READY;
import static dev.portside.application.readiness.Readiness.Status.READY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portside.application.Fault.Category;
import dev.portside.application.storage.Storage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Contract of a storage on a server while that server is slow, fails or hangs: every call ends in time, in a
 * {@link dev.portside.application.Fault} and never in an answer that is not true, and everything works again by itself. Implement
 * it in a test class of your adapter, and say which waits it allows itself.
 */
public interface StorageFaultContract {

    /** Where the server listens, on which nothing is kept for this test yet; it runs all the time. */
    InetSocketAddress server();

    /** A storage on that server under another address, just opened. Each test closes it. */
    Storage storageAt(InetSocketAddress address);

    /** How long a call may take while the server says nothing, and all may take to work again; on a busy machine, too. */
    Duration patience();

    @Test
    default void a_silent_server_is_a_fault_in_time_and_never_an_answer() throws Exception {
        survives(FaultyLink::hang, Set.of(Category.TIMEOUT, Category.UNAVAILABLE));
    }

    @Test
    default void a_server_that_refuses_is_unavailable_and_never_an_answer() throws Exception {
        survives(FaultyLink::refuse, Set.of(Category.UNAVAILABLE));
    }

    @Test
    default void a_server_that_breaks_off_in_the_middle_is_unavailable_and_never_half_an_answer() throws Exception {
        survives(FaultyLink::cut, Set.of(Category.UNAVAILABLE));
    }

    @Test
    default void a_slow_server_answers_right() throws Exception {
        try (FaultyLink link = FaultyLink.to(server());
                Storage storage = storageAt(link.address())) {
            storage.migrate();
            StoredSample sample = StoredSample.in(storage);
            link.slow(Duration.ofMillis(50));

            Outcome.ofAll(sample.reads(), patience())
                    .forEach((name, outcome) -> outcome.mustBe(name, sample.answer(name)));
            Outcome.ofAll(sample.writes(), patience())
                    .forEach((name, outcome) -> outcome.mustBe(name, sample.done(name)));
        }
    }

    @Test
    default void it_opens_without_a_server_and_is_there_when_the_server_is() throws Exception {
        opensBeside(FaultyLink::refuse, Set.of(Category.UNAVAILABLE));
    }

    @Test
    default void it_opens_beside_a_silent_server_and_is_there_when_the_server_speaks() throws Exception {
        opensBeside(FaultyLink::hang, Set.of(Category.TIMEOUT, Category.UNAVAILABLE));
    }

    @Test
    default void it_can_be_closed_while_the_server_is_silent() throws Exception {
        try (FaultyLink link = FaultyLink.to(server());
                Storage storage = storageAt(link.address())) {
            storage.migrate();
            StoredSample sample = StoredSample.in(storage);
            link.hang();

            Map<String, Supplier<?>> closing = new LinkedHashMap<>(sample.reads());
            closing.put("close", () -> done(storage::close));

            Outcome.ofAll(closing, patience()).forEach((name, outcome) -> {
                if (name.equals("close")) {
                    outcome.mustBe(name, true);
                }
            });
        }
    }

    private void survives(Consumer<FaultyLink> fault, Set<Category> categories) throws Exception {
        try (FaultyLink link = FaultyLink.to(server());
                Storage storage = storageAt(link.address())) {
            storage.migrate();
            StoredSample sample = StoredSample.in(storage);
            fault.accept(link);

            Map<String, Supplier<?>> calls = new LinkedHashMap<>(sample.reads());
            calls.putAll(sample.writes());
            // Twice: first with connections from before, then with none that could be trusted.
            for (int round = 0; round < 2; round++) {
                Outcome.ofAll(calls, patience()).forEach((name, outcome) -> outcome.mustBe(name, categories));
            }
            assertEquals(NOT_READY, sample.status(readinessDeadline()));

            link.open();

            untilAnswered(sample.reads(), sample::answer);
            sample.isWhole();
            assertEquals(READY, sample.status(readinessDeadline()));
        }
    }

    private void opensBeside(Consumer<FaultyLink> fault, Set<Category> categories) throws Exception {
        try (FaultyLink link = FaultyLink.to(server())) {
            fault.accept(link);
            try (Storage storage = assertTimeoutPreemptively(patience(), () -> storageAt(link.address()))) {
                Map<String, Supplier<?>> migration = Map.of("migrate", () -> done(storage::migrate));
                Outcome.ofAll(migration, patience()).forEach((name, outcome) -> outcome.mustBe(name, categories));

                link.open();

                untilAnswered(migration, name -> true);
                StoredSample sample = StoredSample.in(storage);
                untilAnswered(sample.reads(), sample::answer);
            }
        }
    }

    /** Faults may go on for a while; an answer must be right from the first. */
    private void untilAnswered(Map<String, Supplier<?>> calls, Function<String, Object> answers)
            throws InterruptedException {
        long end = System.nanoTime() + patience().toNanos();
        Map<String, Supplier<?>> left = new LinkedHashMap<>(calls);
        while (!left.isEmpty()) {
            Map<String, Outcome> outcomes = Outcome.ofAll(left, patience());
            boolean late = System.nanoTime() - end > 0;
            outcomes.forEach((name, outcome) -> {
                if (late || outcome instanceof Outcome.Answer) {
                    outcome.mustBe(name, answers.apply(name));
                    left.remove(name);
                }
            });
        }
    }

    /** Long for a machine, and short beside what calls may take. */
    private Duration readinessDeadline() {
        return patience().dividedBy(10);
    }

    private static boolean done(Runnable call) {
        call.run();
        return true;
    }
}

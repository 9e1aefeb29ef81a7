package dev.portside.testkit.fault;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Outcomes that the contracts of faults accept, and those that they do not. */
@Timeout(30)
class OutcomeTest {

    private static final Set<Category> UNAVAILABLE = Set.of(Category.TIMEOUT, Category.UNAVAILABLE);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void a_fault_of_the_right_kind_and_the_right_answer_pass() throws Exception {
        Outcome.ofAll(calling(OutcomeTest::unavailable), PATIENCE)
                .forEach((name, outcome) -> outcome.mustBe(name, UNAVAILABLE));
        Outcome.ofAll(calling(() -> Optional.of("Ada")), PATIENCE)
                .forEach((name, outcome) -> outcome.mustBe(name, Optional.of("Ada")));
    }

    @Test
    void not_found_while_the_server_is_unreachable_fails() {
        fails(
                () -> Outcome.of(Optional::empty).mustBe("byId", UNAVAILABLE),
                "byId must be a Fault while the server is unreachable, but was the answer Optional.empty");
    }

    @Test
    void a_fault_of_another_kind_fails() {
        fails(
                () -> Outcome.of(OutcomeTest::unavailable).mustBe("byId", Set.of(Category.TIMEOUT)),
                "byId must be a Fault that is one of [TIMEOUT], but was UNAVAILABLE");
    }

    @Test
    void another_exception_fails() {
        Supplier<Object> leaking = () -> {
            throw new IllegalStateException("connection reset");
        };
        fails(() -> Outcome.ofAll(calling(leaking), PATIENCE), "byId must end with an answer or a Fault, but threw");
    }

    @Test
    void another_answer_and_a_fault_instead_of_one_fail() {
        fails(() -> Outcome.of(Optional::empty).mustBe("byId", Optional.of("Ada")), "byId ==> expected");
        fails(
                () -> Outcome.of(OutcomeTest::unavailable).mustBe("byId", Optional.of("Ada")),
                "byId must be answered, but was a Fault");
    }

    @Test
    void a_call_that_does_not_end_fails() {
        CountDownLatch never = new CountDownLatch(1);
        Supplier<Object> hanging = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        };
        fails(() -> Outcome.ofAll(calling(hanging), Duration.ofMillis(50)), "byId has not ended within PT0.05S");
    }

    @Test
    void calls_that_cost_more_than_the_budget_fail_each_and_together() {
        fails(() -> new Cost(Duration.ZERO).of(() -> 1), "and the budget for it is PT0S");
        Cost cost = new Cost(Duration.ofMinutes(1));
        var unused = cost.of(() -> 1);
        fails(() -> cost.mustBeNoMoreThan(0), "stop asking a server that does not answer");
    }

    private static Map<String, Supplier<Object>> calling(Supplier<Object> call) {
        return Map.of("byId", call);
    }

    private static Object unavailable() {
        throw new Fault(Category.UNAVAILABLE, "The server is unreachable");
    }

    private static void fails(Executable assertion, String why) {
        AssertionError error = assertThrows(AssertionError.class, assertion);
        assertTrue(String.valueOf(error.getMessage()).contains(why), () -> String.valueOf(error.getMessage()));
    }
}

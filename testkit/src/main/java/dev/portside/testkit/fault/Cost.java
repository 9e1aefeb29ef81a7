package dev.portside.testkit.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Supplier;

/** Time of calls, each and together. */
final class Cost {

    private final Duration budget;
    private long nanos;

    /** @param budget that none of them may exceed */
    Cost(Duration budget) {
        this.budget = budget;
    }

    <T> T of(Supplier<T> call) {
        long begun = System.nanoTime();
        T answer = call.get();
        long took = System.nanoTime() - begun;
        assertTrue(
                took <= budget.toNanos(),
                () -> "a call took " + Duration.ofNanos(took) + ", and the budget for it is " + budget);
        nanos += took;
        return answer;
    }

    void mustBeNoMoreThan(int budgets) {
        assertTrue(
                nanos <= budget.multipliedBy(budgets).toNanos(),
                () -> "all calls together took " + Duration.ofNanos(nanos) + ", which is more than " + budgets
                        + " times " + budget + "; stop asking a server that does not answer");
    }
}

package dev.portside.http.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of the number of bodies that are worked on at the same time. */
class BodyBudgetTest {

    private static final int BODY = 100_000;

    /** The share for work, 13 of 24 parts, is 1.6 MB. */
    private final BodyBudget memory = new BodyBudget(3_000_000, Duration.ZERO);

    @Test
    void what_is_worked_on_as_it_came_counts_once() {
        assertEquals(16, together(false));
    }

    @Test
    void what_is_read_into_objects_counts_sixteen_fold() {
        assertEquals(1, together(true));
    }

    @Test
    void what_has_arrived_no_longer_counts_as_on_its_way() {
        try (BodyBudget.Lease first = memory.lease();
                BodyBudget.Lease second = memory.lease()) {
            first.gather(400_000);
            assertThrows(ProblemException.class, () -> second.gather(400_000));
            first.awaitWork(400_000, false);
            second.gather(400_000);
        }
    }

    @Test
    void a_large_body_counts_as_much_as_what_it_lies_in() {
        // An eighth is 366 KiB. By themselves they would fit, with 293 and 49; they lie in 320 and 56.
        try (BodyBudget.Lease first = memory.lease();
                BodyBudget.Lease second = memory.lease()) {
            assertEquals(320 * 1024, first.awaitWhole(300_000).length);
            assertThrows(ProblemException.class, () -> second.awaitWhole(50_000));
        }
    }

    private int together(boolean parsed) {
        List<BodyBudget.Lease> leases = new ArrayList<>();
        try {
            while (true) {
                BodyBudget.Lease lease = memory.lease();
                leases.add(lease);
                lease.awaitWork(BODY, parsed);
            }
        } catch (ProblemException full) {
            return leases.size() - 1;
        } finally {
            leases.forEach(BodyBudget.Lease::close);
        }
    }
}

package dev.portside.persistence.event.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EventScansTest {

    private static final long MANY = 1_000_000;

    private final EventScans scans = new EventScans(1, Duration.ZERO);

    @Test
    void a_scan_beside_as_many_as_there_may_be_is_refused() {
        scans.within(MANY, () -> {
            Fault refusal = assertThrows(Fault.class, () -> scans.within(MANY, () -> 1));
            assertEquals(Category.OVERLOADED, refusal.category());
            return 1;
        });
    }

    @Test
    void what_reads_few_events_needs_no_place() {
        assertEquals(2, scans.within(MANY, () -> scans.within(100, () -> 2)));
    }

    @Test
    void a_scan_that_ended_or_failed_leaves_its_place() {
        scans.within(MANY, () -> 1);
        assertThrows(IllegalStateException.class, () -> scans.within(MANY, EventScansTest::fail));
        assertEquals(3, scans.within(MANY, () -> 3));
    }

    @Test
    void within_a_transaction_the_refusal_comes_after_it() throws SQLException {
        Supplier<Integer> refused = scans.within(MANY, () -> {
            try {
                return scans.read(MANY, () -> () -> 1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThrows(Fault.class, refused::get);
        assertEquals(2, scans.read(MANY, () -> () -> 2).get());
    }

    private static int fail() {
        throw new IllegalStateException("planted");
    }
}

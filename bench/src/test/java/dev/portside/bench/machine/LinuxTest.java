package dev.portside.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Output of Linux, in its original form. */
class LinuxTest {

    @Test
    void a_process_may_have_any_name() {
        String stat = "42 (a ) (b c) S 1 42 42 0 -1 4194560 100 200 0 0 11 22 33 44 20 0 1 0 5 6 7 8";
        assertEquals(11 + 22 + 33 + 44, Processes.cpuTicks(stat));
    }

    @Test
    void memory_is_told_in_kibibytes() {
        List<String> status = List.of("Name:\tjava", "VmHWM:\t  204800 kB", "VmRSS:\t  102400 kB");
        assertEquals(102_400, Processes.kibibytes(status, "VmRSS"));
        assertEquals(0, Processes.kibibytes(status, "VmSwap"));
    }

    @Test
    void waiting_for_a_disk_counts_as_idle_and_guests_do_not_count_twice() {
        Quiet.Ticks before = Quiet.Ticks.parse("cpu  100 0 50 800 50 0 0 0 90 0");
        Quiet.Ticks after = Quiet.Ticks.parse("cpu  110 0 50 860 80 0 0 0 95 0");
        assertEquals(0.9, after.idleShareSince(before));
    }
}

package dev.portside.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ProgramOutputTest {

    @Test
    void the_line_of_the_script_is_found_in_what_wrk_prints() {
        Load load = Wrk.parse("""
                Running 8s test @ http://127.0.0.1:8080
                  2 threads and 64 connections
                Requests/sec:  12500.00
                result requests=100000 micros=8000000 socket_errors=2 status_errors=3 p50=4100 p99=9050 p999=20000 max=31000
                """);
        assertEquals(new Load(100_000, 8.0, 5, new Latency(4.1, 9.05, 20, 31)), load);
        assertEquals(12_500, load.perSecond());
    }

    @Test
    void a_wrk_that_told_nothing_is_no_result() {
        assertThrows(IllegalStateException.class, () -> Wrk.parse("unable to connect to 127.0.0.1:1"));
    }

    @Test
    void pgbench_counts_without_the_time_for_connecting() {
        Load load = Pgbench.parse("""
                number of clients: 64
                number of transactions actually processed: 80000
                number of failed transactions: 1 (0.001%)
                latency average = 0.79 ms
                tps = 10000.000000 (without initial connection time)
                """, new long[] {1_000, 2_000, 3_000});
        assertEquals(8.0, load.seconds());
        assertEquals(1, load.errors());
        assertEquals(new Latency(2, 3, 3, 3), load.latency());
    }

    @Test
    void the_log_of_pgbench_has_the_time_in_its_third_column() {
        assertEquals(812, Pgbench.time("0 199 812 0 1175850568 995598"));
    }
}

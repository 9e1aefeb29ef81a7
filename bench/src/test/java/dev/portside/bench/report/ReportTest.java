package dev.portside.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @Test
    void a_server_is_compared_with_each_peer_that_ran() {
        assertLine("| server | req/s | ± | vs Vert.x | vs Fastify | P50 ms | P99 ms | P99.9 ms | memory MiB"
                + " | CPU µs server | CPU µs PostgreSQL | errors |");
        assertLine("| Portside <as it comes> | 64,000 | ±0 % | 2.00× | 8.00× | 0.12 | 3.0 | 12.3 | 128 | 25 | – | 0 |");
    }

    @Test
    void rounds_are_told_as_their_middle_and_how_far_they_lie_apart() {
        assertLine("| Vert.x | 32,000 | ±6 % | 1.00× | 4.00× | 0.12 | 3.0 | 12.3 | 128 | 25 | – | 0 |");
        assertLine("| Vert.x | 650 | ±8 % | 1 | 256 |");
    }

    @Test
    void a_fixed_rate_has_a_table_of_its_own() {
        assertLine("### Hot list page, 64 connections, 2,500 requests a second");
        assertLine("| Portside <as it comes> | 2,500 | 0.12 | 3.0 | 12.3 | 128 | 25 | – | 0 |");
    }

    @Test
    void idle_connections_are_told_by_what_each_costs() {
        assertLine("| Portside <as it comes> | 10,000 | 0 | 100 | 200 | 10.2 | 1.0 | 2.0 | 0 |");
    }

    @Test
    void what_was_left_out_and_what_was_noisy_is_told() {
        assertLine("* Express: left out: node is not on the PATH");
        assertLine("* The machine was not quiet before 3 of 5 measurements.");
    }

    @Test
    void a_run_that_is_read_again_is_the_same(@TempDir Path folder) {
        Path file = folder.resolve("results.json");
        Examples.results().write(file);
        assertEquals(Examples.results(), Results.read(file));
    }

    @Test
    void the_page_keeps_what_stands_around_the_last_run() {
        String page = "# Head\n" + Publication.BEGIN + "\nold\n" + Publication.END + "\ntail\n";
        String published = Publication.insert(page, "new\n");
        assertEquals("# Head\n" + Publication.BEGIN + "\n\nnew\n\n" + Publication.END + "\ntail\n", published);
        assertEquals(published, Publication.insert(published, "new\n"));
        assertThrows(IllegalStateException.class, () -> Publication.insert("# Head\n", "new\n"));
    }

    @Test
    void a_median_leaves_out_what_nobody_knows() {
        assertEquals(new Median(3, 2.0 / 3), Median.of(List.of(4.0, Double.NaN, 2.0), figure -> figure));
        assertTrue(Double.isNaN(Median.of(List.of(Double.NaN), figure -> figure).value()));
    }

    private static void assertLine(String line) {
        String report = Report.of(Examples.results());
        assertTrue(report.lines().anyMatch(line::equals), () -> "There is no line " + line + " in\n" + report);
    }
}

package dev.portside.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final Places PLACES = new Places(5, 7, List.of("/a", "/b"), "run-1");

    @Test
    void ids_are_drawn_from_the_whole_range_and_nothing_else() {
        Set<String> seen = new HashSet<>(lines(Workload.BY_ID, 200));
        assertEquals(
                Set.of("GET /api/v1/users/5 HTTP/1.1", "GET /api/v1/users/6 HTTP/1.1", "GET /api/v1/users/7 HTTP/1.1"),
                seen);
    }

    @Test
    void each_registration_has_an_address_of_its_own_and_a_true_length() {
        Requests requests = new Requests(Workload.POST, PLACES, 1);
        Set<String> bodies = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String[] parts = text(requests).split("\r\n\r\n", -1);
            assertTrue(parts[0].contains("Content-Length: " + parts[1].length()));
            bodies.add(parts[1]);
        }
        assertEquals(50, bodies.size());
    }

    @Test
    void one_request_in_ten_of_the_mix_writes() {
        List<String> lines = lines(Workload.MIXED, 10_000);
        double writes = lines.stream().filter(line -> line.startsWith("POST")).count();
        double lists = lines.stream()
                .filter(line -> line.equals("GET /api/v1/users HTTP/1.1"))
                .count();
        assertEquals(1_000, writes, 150);
        assertEquals(4_500, lists, 300);
    }

    @Test
    void the_same_seed_asks_for_the_same() {
        assertEquals(lines(Workload.CURSOR, 100), lines(Workload.CURSOR, 100));
    }

    private static List<String> lines(Workload workload, int count) {
        Requests requests = new Requests(workload, PLACES, 1);
        return Stream.generate(() -> text(requests).lines().findFirst().orElseThrow())
                .limit(count)
                .toList();
    }

    private static String text(Requests requests) {
        return new String(requests.next(), StandardCharsets.US_ASCII);
    }
}

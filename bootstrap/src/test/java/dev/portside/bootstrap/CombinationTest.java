package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CombinationTest {

    private final List<Combination> every = all(Combination::every);
    private final List<Combination> pairs = all(Combination::pairs);

    @Test
    void the_pairs_show_any_two_adapters_together() {
        assertEquals(twos(every), twos(pairs));
    }

    @Test
    void the_pairs_are_half_of_the_matrix() {
        assertEquals(24, every.size());
        assertEquals(12, pairs.size());
    }

    private static List<Combination> all(Function<String, List<Combination>> ofOneServer) {
        return Combination.SERVERS.stream()
                .flatMap(server -> ofOneServer.apply(server).stream())
                .toList();
    }

    private static Set<Set<String>> twos(List<Combination> combinations) {
        return combinations.stream()
                .flatMap(one -> Stream.of(
                        Set.of(one.http(), one.storage()),
                        Set.of(one.http(), one.cache()),
                        Set.of(one.storage(), one.cache())))
                .collect(Collectors.toSet());
    }
}

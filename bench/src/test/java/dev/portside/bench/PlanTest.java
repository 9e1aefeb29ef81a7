package dev.portside.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.bench.Plan.Part;
import dev.portside.bench.Plan.Step;
import dev.portside.bench.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void more_connections_are_tried_where_nothing_changes() {
        Plan plan = plan(List.of(Workload.POST, Workload.LIST), List.of(64, 400), Set.of(Part.CLOSED));
        assertEquals(
                List.of(
                        new Step(Part.CLOSED, Workload.LIST, 64),
                        new Step(Part.CLOSED, Workload.LIST, 400),
                        new Step(Part.CLOSED, Workload.POST, 64)),
                plan.steps());
    }

    @Test
    void a_fixed_rate_is_tried_once_and_may_be_chosen() {
        Plan plan = plan(List.of(Workload.LIST), List.of(64, 400), Set.of(Part.OPEN));
        assertEquals(List.of(new Step(Part.OPEN, Workload.LIST, 64)), plan.steps());
        assertEquals(9_000, plan.rate(Workload.LIST));
        assertEquals(Workload.POST.rate(), plan.rate(Workload.POST));
    }

    @Test
    void the_estimate_grows_with_servers_and_rounds() {
        Plan plan = plan(List.of(Workload.LIST), List.of(64), Set.of(Part.CLOSED));
        assertEquals(Duration.ofSeconds(2 * 3 * (6 + 6 + 16)), plan.estimate(3));
    }

    private static Plan plan(List<Workload> workloads, List<Integer> connections, Set<Part> parts) {
        return new Plan(
                2,
                Duration.ofSeconds(6),
                Duration.ofSeconds(8),
                Duration.ZERO,
                workloads,
                connections,
                parts,
                Map.of(Workload.LIST, 9_000),
                10_000,
                100_000);
    }
}

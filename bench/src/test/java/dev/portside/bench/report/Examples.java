package dev.portside.bench.report;

import dev.portside.bench.load.Latency;
import dev.portside.bench.machine.Machine;
import dev.portside.bench.report.Sample.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as a run could have them. */
final class Examples {

    private Examples() {}

    static Results results() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("fastify", "Fastify");
        titles.put("vertx", "Vert.x");
        titles.put("portside", "Portside <as it comes>");
        return new Results(
                "2026-11-24T10:00:00Z",
                new Machine(2, "A Processor", 23.5, "Linux 6.1", "25", "v20", "abc"),
                Map.of("Vert.x", "5.0.7"),
                titles,
                new Results.Settings(2, 6, 8, 100_000),
                List.of(new Start("vertx", 1, 600, 1 << 20), new Start("vertx", 2, 700, 1 << 20)),
                List.of(
                        sample("fastify", Mode.CLOSED, 8_000, 1),
                        sample("vertx", Mode.CLOSED, 30_000, 1),
                        sample("vertx", Mode.CLOSED, 34_000, 2),
                        sample("portside", Mode.CLOSED, 64_000, 1),
                        sample("portside", Mode.OPEN, 2_500, 1)),
                List.of(new Idle(
                        "portside", 1, 10_000, 0, 1_000, 100 << 20, 200 << 20, latency(1), latency(2), 0, true)),
                List.of("Express: left out: node is not on the PATH"));
    }

    static Sample sample(String name, Mode mode, double perSecond, int round) {
        return new Sample(
                name,
                mode,
                "list",
                64,
                round,
                mode == Mode.OPEN ? 2_500 : Double.NaN,
                1,
                perSecond,
                0,
                latency(3),
                25.4,
                Double.NaN,
                128 << 20,
                256 << 20,
                name.equals("vertx"));
    }

    private static Latency latency(double p99) {
        return new Latency(0.123, p99, 12.34, 56.7);
    }
}

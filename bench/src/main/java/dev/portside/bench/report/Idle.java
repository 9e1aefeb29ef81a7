package dev.portside.bench.report;

import dev.portside.bench.load.Latency;

/**
 * Cost of many mostly idle connections.
 *
 * @param connections how many
 * @param closedByServer how many of them it ended
 * @param rate requests a second on the busy connections, before and during
 * @param residentBefore the server's memory without them, after the busy connections alone, in bytes
 * @param residentDuring the same with them
 * @param before how long answers on the busy connections took without them
 * @param during the same with them
 * @param errors on the busy and on the idle ones
 */
public record Idle(
        String configuration,
        int round,
        int connections,
        int closedByServer,
        double rate,
        double residentBefore,
        double residentDuring,
        Latency before,
        Latency during,
        long errors,
        boolean quiet) {}

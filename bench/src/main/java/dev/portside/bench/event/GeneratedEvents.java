package dev.portside.bench.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Events of a shop, as JSON for servers and as rows for PostgreSQL; the same ones for the same seed. */
final class GeneratedEvents {

    private static final int PEOPLE = 1_000_000;
    private static final List<String> NAMES =
            List.of("view", "view", "view", "search", "cart", "pay", "login", "signup");
    private static final List<String> PLANS = List.of("free", "pro", "team");
    private static final List<String> COUNTRIES = List.of("DE", "US", "FR", "JP", "BR", "IN", "GB", "NG");

    private final SplittableRandom random;

    GeneratedEvents(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Writes so many bodies, each on a line, of so many events; they have no ids, so that each time they are new. */
    static Path bodies(Path folder, int bodies, int events) {
        GeneratedEvents madeUp = new GeneratedEvents(events);
        Path file = folder.resolve("events-" + events + ".txt");
        List<String> lines =
                Stream.generate(() -> madeUp.body(events)).limit(bodies).toList();
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be written", e);
        }
    }

    private String body(int events) {
        if (events == 1) {
            return json();
        }
        return Stream.generate(this::json).limit(events).collect(Collectors.joining(",", "[", "]"));
    }

    private String json() {
        return "{\"name\":\"%s\",\"user_id\":\"%d\",\"properties\":%s}".formatted(name(), person(), properties());
    }

    /** A row in the text format of COPY, with an id of version 7 as the server makes them. */
    String row(Instant at) {
        return String.join("\t", id(at).toString(), name(), Integer.toString(person()), at.toString(), properties());
    }

    /** Columns of so many rows, in the same order. */
    String[][] rows(int size, Instant at) {
        String[][] columns = new String[5][size];
        String time = at.toString();
        for (int i = 0; i < size; i++) {
            columns[0][i] = id(at).toString();
            columns[1][i] = name();
            columns[2][i] = Integer.toString(person());
            columns[3][i] = time;
            columns[4][i] = properties();
        }
        return columns;
    }

    private UUID id(Instant at) {
        long high = at.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12);
        return new UUID(high, 1L << 63 | random.nextLong() >>> 2);
    }

    private String name() {
        return pick(NAMES);
    }

    private int person() {
        return 1 + random.nextInt(PEOPLE);
    }

    private String properties() {
        return "{\"plan\":\"" + pick(PLANS) + "\",\"country\":\"" + pick(COUNTRIES) + "\",\"device\":\"phone\"}";
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}

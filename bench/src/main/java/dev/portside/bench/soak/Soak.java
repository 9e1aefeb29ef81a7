package dev.portside.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Clients that send one request after the other, and what became of their requests. */
final class Soak {

    private static final int MAX_FAILURES_SHOWN = 20;

    /** Upper bounds of a histogram, in milliseconds: each a tenth more than the one before. */
    private static final double STEP = 1.1;

    private static final int BUCKETS = 160;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final RequestMix mix;
    private final Set<Kind> kinds;
    private final Duration pause;
    private final Map<Kind, LongAdder[]> latencies = new EnumMap<>(Kind.class);
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch stopped = new CountDownLatch(1);

    Soak(URI server, Set<Kind> kinds, Duration pause) {
        this.mix = new RequestMix(server);
        this.kinds = kinds;
        this.pause = pause;
        for (Kind kind : Kind.values()) {
            LongAdder[] buckets = new LongAdder[BUCKETS];
            Arrays.setAll(buckets, any -> new LongAdder());
            latencies.put(kind, buckets);
        }
    }

    void start(int clients, int imageClients) {
        for (int i = 0; i < clients + imageClients; i++) {
            boolean images = i >= clients;
            SplittableRandom random = new SplittableRandom(i);
            Thread.ofVirtual().start(() -> run(random, images));
        }
        if (kinds.contains(Kind.HEALTH)) {
            Thread.ofVirtual().start(() -> watchHealth(new SplittableRandom(-1)));
        }
    }

    /** Waits, or less when the load has ended. */
    void await(Duration time) throws InterruptedException {
        stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        stopped.countDown();
        http.shutdownNow();
    }

    private void run(SplittableRandom random, boolean images) {
        List<Kind> mine = RequestMix.WEIGHTED.stream()
                .filter(kind -> kinds.contains(kind) && images == (kind == Kind.IMAGE))
                .toList();
        while (!mine.isEmpty() && stopped.getCount() > 0) {
            send(mine.get(random.nextInt(mine.size())), random);
            pause(pause);
        }
    }

    private void watchHealth(SplittableRandom random) {
        while (stopped.getCount() > 0) {
            send(Kind.HEALTH, random);
            pause(Duration.ofMillis(100));
        }
    }

    private void pause(Duration time) {
        try {
            await(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Kind kind, SplittableRandom random) {
        var request = mix.next(kind, random);
        long began = System.nanoTime();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] start = body.readNBytes(300);
                body.transferTo(OutputStream.nullOutputStream());
                count(kind, response.statusCode(), began);
                if (response.statusCode() >= 500) {
                    fail(request.method() + " " + request.uri() + " " + response.statusCode() + " "
                            + new String(start, StandardCharsets.UTF_8));
                }
                mix.learn(kind, response.statusCode(), start);
            }
        } catch (IOException e) {
            if (stopped.getCount() > 0) {
                fail(request.method() + " " + request.uri() + " " + e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(String failure) {
        failures.increment();
        if (failed.size() < MAX_FAILURES_SHOWN) {
            failed.add(failure);
        }
    }

    private void count(Kind kind, int status, long began) {
        double millis = (System.nanoTime() - began) / 1e6;
        int bucket = (int) Math.clamp(Math.ceil(Math.log(Math.max(millis, 0.1) * 10) / Math.log(STEP)), 0, BUCKETS - 1);
        Objects.requireNonNull(latencies.get(kind))[bucket].increment();
        statuses.computeIfAbsent(status, any -> new LongAdder()).increment();
    }

    long answers() {
        return statuses.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long failures() {
        return failures.sum();
    }

    Queue<String> failed() {
        return failed;
    }

    String summary() {
        return answers() + " answers, failures " + failures() + ", " + statuses;
    }

    String table() {
        StringBuilder table = new StringBuilder("kind       answers   P50 ms   P99 ms   max ms (each at most)\n");
        latencies.forEach((kind, buckets) -> {
            long all = Arrays.stream(buckets).mapToLong(LongAdder::sum).sum();
            if (all > 0) {
                table.append("%-8s %9d %8.1f %8.1f %8.1f%n"
                        .formatted(
                                kind.name().toLowerCase(Locale.ROOT),
                                all,
                                at(buckets, all, 0.5),
                                at(buckets, all, 0.99),
                                at(buckets, all, 1)));
            }
        });
        return table.toString();
    }

    private static double at(LongAdder[] buckets, long all, double share) {
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += buckets[i].sum();
            if (seen >= Math.ceil(share * all)) {
                return Math.pow(STEP, i) / 10;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}

package dev.portside.bench.soak;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Requests of each kind, made up as they go; those about one user are about users that were registered here. */
final class RequestMix {

    /** How often each kind comes, by how often it stands here. */
    static final List<Kind> WEIGHTED = weighted();

    private static final String USERS = "/api/v1/users";
    private static final String EVENTS = "/api/v1/analytics";
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final String[] NAMES = {"signup", "login", "view", "cart", "pay"};
    private static final int BATCH = 50;

    private final URI server;
    private final AtomicLong lastId = new AtomicLong(1);
    private final AtomicLong numbers = new AtomicLong(System.currentTimeMillis());
    private final byte[] photo = photo();

    RequestMix(URI server) {
        this.server = server;
    }

    private static List<Kind> weighted() {
        List<Kind> kinds = new ArrayList<>();
        kinds.addAll(Collections.nCopies(20, Kind.LIST));
        kinds.addAll(Collections.nCopies(40, Kind.READ));
        kinds.addAll(Collections.nCopies(6, Kind.SEARCH));
        kinds.addAll(Collections.nCopies(12, Kind.WRITE));
        kinds.addAll(Collections.nCopies(10, Kind.INGEST));
        kinds.addAll(Collections.nCopies(4, Kind.QUERY));
        kinds.addAll(Collections.nCopies(7, Kind.BAD));
        kinds.add(Kind.EXPORT);
        kinds.add(Kind.IMAGE);
        return List.copyOf(kinds);
    }

    /** Notes the id of a user that was registered. */
    void learn(Kind kind, int status, byte[] answer) {
        if (kind == Kind.WRITE && status == 201) {
            Matcher id = ID.matcher(new String(answer, StandardCharsets.UTF_8));
            if (id.find()) {
                lastId.accumulateAndGet(Long.parseLong(id.group(1)), Math::max);
            }
        }
    }

    HttpRequest next(Kind kind, SplittableRandom random) {
        return switch (kind) {
            case HEALTH -> get("/health");
            case LIST -> get(USERS + "?limit=" + (1 + random.nextInt(100)) + "&page=" + (1 + random.nextInt(5)));
            case READ -> get(USERS + "/" + id(random));
            case SEARCH -> get(USERS + "?search=" + text(random, 1 + random.nextInt(4)));
            case WRITE -> write(random);
            case INGEST -> json("POST", EVENTS, random.nextInt(4) == 0 ? event(random) : batch(random));
            case QUERY -> query(random);
            case EXPORT -> get(random.nextInt(200) == 0 ? USERS + "/export" : EVENTS + "/events?limit=200");
            case BAD -> bad(random);
            case IMAGE -> image(random);
        };
    }

    private HttpRequest write(SplittableRandom random) {
        String one = USERS + "/" + id(random);
        return switch (random.nextInt(4)) {
            case 0, 1 ->
                json(
                        "POST",
                        USERS,
                        "{\"name\":\"" + text(random, 8) + "\",\"email\":\"s" + numbers.incrementAndGet()
                                + "@example.org\"}");
            case 2 -> json("PATCH", one, "{\"name\":\"" + text(random, 9) + "\"}");
            default -> random.nextInt(4) == 0 ? request(one).DELETE().build() : get(one);
        };
    }

    private String batch(SplittableRandom random) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            events.add(event(random));
        }
        return "[" + String.join(",", events) + "]";
    }

    private static String event(SplittableRandom random) {
        Instant at = Instant.now().minusSeconds(random.nextInt(30 * 86_400));
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"user_id\":%d,\"timestamp\":\"%s\",\"properties\":{\"plan\":\"p%d\",\"amount\":%d,\"page\":\"/x/%d\"}}",
                NAMES[random.nextInt(NAMES.length)],
                random.nextInt(20_000),
                at,
                random.nextInt(3),
                random.nextInt(500),
                random.nextInt(5_000));
    }

    private HttpRequest query(SplittableRandom random) {
        Instant now = Instant.now();
        String window = "from=" + now.minus(Duration.ofDays(30)) + "&to=" + now;
        return switch (random.nextInt(5)) {
            case 0 -> get(EVENTS + "/trends?event=view&interval=day&" + window);
            case 1 -> get(EVENTS + "/trends?event=view&interval=hour&group_by=plan&" + window);
            case 2 -> get(EVENTS + "/top?property=page&" + window);
            case 3 -> get(EVENTS + "/retention?event=signup&return_event=login&interval=week&" + window);
            default ->
                json(
                        "POST",
                        EVENTS + "/funnels",
                        "{\"steps\":[\"view\",\"cart\",\"pay\"],\"window\":\"P7D\",\"from\":\""
                                + now.minus(Duration.ofDays(30)) + "\",\"to\":\"" + now + "\"}");
        };
    }

    private HttpRequest bad(SplittableRandom random) {
        return switch (random.nextInt(7)) {
            case 0 -> json("POST", USERS, "{\"name\":");
            case 1 -> json("POST", USERS, "{\"name\":\"\",\"email\":\"x\",\"admin\":true}");
            case 2 -> get("/api/v1/nothing/" + text(random, 5));
            case 3 -> get(USERS + "?page=-1&serach=x");
            case 4 -> json("POST", EVENTS, "[{\"name\":\"\"},{\"name\":\"ok\",\"timestamp\":\"never\"}]");
            case 5 ->
                request("/api/v1/images/resize?width=10&height=10")
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofByteArray(text(random, 900).getBytes(StandardCharsets.UTF_8)))
                        .build();
            default -> get(USERS + "/" + text(random, 3));
        };
    }

    private HttpRequest image(SplittableRandom random) {
        String avatar = USERS + "/" + id(random) + "/avatar";
        return switch (random.nextInt(3)) {
            case 0 ->
                request("/api/v1/images/resize?fit=inside&width=" + (100 + random.nextInt(500)) + "&height=400")
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(photo))
                        .build();
            case 1 ->
                request(avatar)
                        .header("Content-Type", "image/jpeg")
                        .PUT(BodyPublishers.ofByteArray(photo))
                        .build();
            default -> get(avatar + "?size=" + (16 + random.nextInt(500)));
        };
    }

    private HttpRequest get(String target) {
        return request(target).GET().build();
    }

    private HttpRequest json(String method, String target, String body) {
        return request(target)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(server.resolve(target)).timeout(Duration.ofSeconds(60));
    }

    private long id(SplittableRandom random) {
        return 1 + random.nextLong(lastId.get());
    }

    private static String text(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static byte[] photo() {
        BufferedImage image = new BufferedImage(1_600, 1_200, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(7);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, (((x / 7) << 16) | ((y / 5) << 8) | ((x + y) / 11)) + random.nextInt(16));
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpeg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

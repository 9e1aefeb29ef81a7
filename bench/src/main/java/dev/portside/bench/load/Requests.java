package dev.portside.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The requests of a workload as bytes, one after the other; the same ones for the same seed. For use by one thread. */
public final class Requests {

    private static final String PATH = "/api/v1/users";

    /** What workload.lua draws too: of 20, how many write, and up to where the list is asked for. */
    private static final int MIX = 20;

    private static final int MIX_WRITES = 2;
    private static final int MIX_LISTS = 11;

    private final Supplier<byte[]> kind;
    private final Places places;
    private final SplittableRandom random;
    private final byte[] list = get(PATH);
    private long registered;

    public Requests(Workload workload, Places places, long seed) {
        this.places = places;
        this.random = new SplittableRandom(seed);
        this.kind = switch (workload) {
            case LIST -> () -> list;
            case CURSOR -> this::cursor;
            case BY_ID -> this::byId;
            case POST -> this::post;
            case MIXED -> this::mixed;
        };
    }

    private Requests(byte[] same) {
        this.places = new Places(0, 0, List.of(), "");
        this.random = new SplittableRandom();
        this.kind = () -> same;
    }

    /** The same again and again. */
    public static Requests forTarget(String target) {
        return new Requests(get(target));
    }

    byte[] next() {
        return kind.get();
    }

    private byte[] cursor() {
        List<String> targets = places.cursorTargets();
        return get(targets.get(random.nextInt(targets.size())));
    }

    private byte[] byId() {
        return get(PATH + "/" + random.nextLong(places.lowestId(), places.highestId() + 1));
    }

    private byte[] post() {
        registered++;
        String json = "{\"name\":\"Bench Mark\",\"email\":\"" + places.run() + "-" + registered + "@bench.example\"}";
        return bytes(
                "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.length() + "\r\n\r\n" + json);
    }

    private byte[] mixed() {
        int draw = random.nextInt(1, MIX + 1);
        if (draw <= MIX_WRITES) {
            return post();
        }
        return draw <= MIX_LISTS ? list : byId();
    }

    static byte[] get(String target) {
        return bytes("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}

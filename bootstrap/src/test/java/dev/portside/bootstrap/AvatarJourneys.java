package dev.portside.bootstrap;

import static dev.portside.bootstrap.Client.USERS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.TestImages;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Journeys about users' images, over HTTP. */
interface AvatarJourneys {

    int MAX_BODY = 10 * 1024 * 1024;

    Client client();

    /** Returns whether variants are cached; false for a server that is set to have no cache. */
    default boolean remembers() {
        return true;
    }

    @Test
    default void a_picture_is_stored_and_shown_in_the_sizes_and_formats_that_are_asked_for() {
        String avatar = avatarOfSomebody();
        Client.Answer stored =
                put(avatar, TestImages.file(400, 300, ImageFormat.JPEG)).expect(204);
        assertTrue(stored.header("ETag").orElseThrow().matches("\"[0-9a-f]{64}\""));
        assertEquals("", stored.text());

        Client.Answer usual = client().get(avatar).expect(200);
        assertSquare(256, "image/jpeg", usual);
        assertEquals(Optional.of("no-cache"), usual.header("Cache-Control"));
        assertEquals(Optional.of("nosniff"), usual.header("X-Content-Type-Options"));
        assertSquare(16, "image/jpeg", client().get(avatar + "?size=16"));
        // Larger than what was sent.
        assertSquare(1024, "image/png", client().get(avatar + "?size=1024&format=png"));
        Client.Answer head = client().send("HEAD", avatar, null).expect(200);
        assertEquals(usual.header("ETag"), head.header("ETag"));
        assertEquals(Optional.of(Integer.toString(usual.response().body().length)), head.header("Content-Length"));
        assertEquals(0, head.response().body().length);
    }

    @Test
    default void what_is_not_written_is_shown_as_png_and_the_middle_is_what_is_seen() {
        String avatar = avatarOfSomebody();
        BufferedImage wide = new BufferedImage(90, 30, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 90; x++) {
            for (int y = 0; y < 30; y++) {
                wide.setRGB(x, y, (x < 30 ? Color.RED : x < 60 ? Color.GREEN : Color.BLUE).getRGB());
            }
        }
        put(avatar, TestImages.encode(wide, ImageFormat.GIF)).expect(204);

        Client.Answer shown = client().get(avatar + "?size=32");

        assertSquare(32, "image/png", shown);
        Color middle = new Color(TestImages.decode(shown.response().body()).getRGB(2, 16));
        assertTrue(middle.getGreen() > 200 && middle.getRed() < 60 && middle.getBlue() < 60, middle::toString);
    }

    @Test
    default void who_has_it_already_is_told_so_and_nothing_is_made() {
        String avatar = avatarOfSomebody();
        put(avatar, TestImages.file(60, 60, ImageFormat.PNG)).expect(204);
        String tag = client().get(avatar + "?size=64").header("ETag").orElseThrow();
        long made = made();

        Client.Answer unchanged = client().get(avatar + "?size=64", "If-None-Match", "\"other\", " + tag)
                .expect(304);

        assertEquals(Optional.of(tag), unchanged.header("ETag"));
        assertEquals(Optional.of("no-cache"), unchanged.header("Cache-Control"));
        assertEquals(0, unchanged.response().body().length);
        client().get(avatar + "?size=64", "If-None-Match", "W/" + tag).expect(304);
        client().get(avatar + "?size=64", "If-None-Match", "*").expect(304);
        assertEquals(made, made());
        // Another size or format is another picture.
        client().get(avatar + "?size=65", "If-None-Match", tag).expect(200);
        client().get(avatar + "?size=64&format=jpeg", "If-None-Match", tag).expect(200);
        client().get(avatar + "?size=64", "If-Match", "\"other\"").problem(412, "precondition_failed");
        client().get(avatar, "If-None-Match", "bare").problem(400, "invalid");
    }

    @Test
    default void a_picture_that_is_replaced_is_seen_at_once_and_equal_ones_are_the_same() {
        String avatar = avatarOfSomebody();
        byte[] first = TestImages.file(60, 60, ImageFormat.PNG);
        byte[] second = TestImages.file(70, 60, ImageFormat.JPEG);
        String firstTag = put(avatar, first).expect(204).header("ETag").orElseThrow();
        Client.Answer before = client().get(avatar).expect(200);

        String secondTag = put(avatar, second).expect(204).header("ETag").orElseThrow();
        Client.Answer after = client().get(
                        avatar, "If-None-Match", before.header("ETag").orElseThrow())
                .expect(200);

        assertNotEquals(firstTag, secondTag);
        assertEquals(Optional.of("image/jpeg"), after.header("Content-Type"));
        long made = made();
        assertEquals(Optional.of(firstTag), put(avatar, first).expect(204).header("ETag"));
        Client.Answer again = client().get(avatar).expect(200);
        assertEquals(before.header("ETag"), again.header("ETag"));
        assertArrayEquals(before.response().body(), again.response().body());
        if (remembers()) {
            assertEquals(made, made());
        }
    }

    @Test
    default void who_has_seen_another_picture_neither_replaces_nor_removes_this_one() {
        String avatar = avatarOfSomebody();
        byte[] first = TestImages.file(60, 60, ImageFormat.PNG);
        byte[] second = TestImages.file(70, 60, ImageFormat.PNG);
        client().upload("PUT", avatar, "image/png", first, "If-Match", "*").problem(412, "precondition_failed");
        client().send("DELETE", avatar, null, "If-Match", "*").problem(404, "unknown_avatar");
        String stored = put(avatar, first).expect(204).header("ETag").orElseThrow();
        String seen = client().get(avatar + "?size=32").header("ETag").orElseThrow();

        client().upload("PUT", avatar, "image/png", second, "If-Match", seen).expect(204);

        for (String old : List.of(stored, seen, "\"other\"", "W/" + seen)) {
            client().upload("PUT", avatar, "image/png", first, "If-Match", old).problem(412, "precondition_failed");
            client().send("DELETE", avatar, null, "If-Match", old).problem(412, "precondition_failed");
        }
        String now = client().get(avatar).expect(200).header("ETag").orElseThrow();
        client().send("DELETE", avatar, null, "If-Match", "\"other\", " + now).expect(204);
        client().get(avatar).problem(404, "unknown_avatar");
    }

    @Test
    default void of_two_who_replace_the_same_picture_at_once_one_is_refused() throws Exception {
        String avatar = avatarOfSomebody();
        String seen = put(avatar, TestImages.file(40, 40, ImageFormat.PNG))
                .expect(204)
                .header("ETag")
                .orElseThrow();
        for (int round = 1; round <= 5; round++) {
            String before = seen;
            int side = 40 + 2 * round;
            List<Integer> statuses = new ArrayList<>();
            try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
                List<Callable<Client.Answer>> uploads = IntStream.range(0, 2)
                        .<Callable<Client.Answer>>mapToObj(one -> () -> client().upload(
                                        "PUT",
                                        avatar,
                                        "image/png",
                                        TestImages.file(side + one, side, ImageFormat.PNG),
                                        "If-Match",
                                        before))
                        .toList();
                for (Future<Client.Answer> upload : clients.invokeAll(uploads)) {
                    statuses.add(upload.get().response().statusCode());
                    seen = upload.get().header("ETag").orElse(seen);
                }
            }
            assertEquals(List.of(204, 412), statuses.stream().sorted().toList());
        }
    }

    @Test
    default void who_wants_to_be_the_first_replaces_nothing() {
        String avatar = avatarOfSomebody();
        byte[] first = TestImages.file(60, 60, ImageFormat.PNG);
        byte[] second = TestImages.file(70, 60, ImageFormat.PNG);
        String tag = client().upload("PUT", avatar, "image/png", first, "If-None-Match", "*")
                .expect(204)
                .header("ETag")
                .orElseThrow();

        for (String refused : List.of("*", tag, "W/" + tag)) {
            client().upload("PUT", avatar, "image/png", second, "If-None-Match", refused)
                    .problem(412, "precondition_failed");
            client().send("DELETE", avatar, null, "If-None-Match", refused).problem(412, "precondition_failed");
        }
        client().upload("PUT", avatar, "image/png", first, "If-Match", tag).expect(204);
        client().upload("PUT", avatar, "image/png", second, "If-None-Match", "\"other\"")
                .expect(204);
    }

    @Test
    default void what_was_removed_is_gone_with_or_without_its_user() {
        String user = somebody();
        String avatar = user + "/avatar";
        client().get(avatar).problem(404, "unknown_avatar");
        client().delete(avatar).problem(404, "unknown_avatar");
        put(avatar, TestImages.file(60, 60, ImageFormat.PNG)).expect(204);
        String tag = client().get(avatar).header("ETag").orElseThrow();

        client().delete(avatar).expect(204);

        client().get(avatar).problem(404, "unknown_avatar");
        client().get(avatar, "If-None-Match", tag).problem(404, "unknown_avatar");
        put(avatar, TestImages.file(60, 60, ImageFormat.PNG)).expect(204);
        client().delete(user).expect(204);
        client().get(avatar, "If-None-Match", tag).problem(404, "unknown_user");
        client().delete(avatar).problem(404, "unknown_user");
        put(avatar, TestImages.file(60, 60, ImageFormat.PNG)).problem(404, "unknown_user");
        client().get(USERS + "/0/avatar").invalid("id");
        client().get(USERS + "/me/avatar").invalid("id");
    }

    @Test
    default void what_cannot_be_shown_is_not_stored() {
        String avatar = avatarOfSomebody();
        byte[] png = TestImages.file(60, 60, ImageFormat.PNG);
        put(avatar, png).expect(204);
        String tag = client().get(avatar).header("ETag").orElseThrow();
        byte[] damaged = png.clone();
        Arrays.fill(damaged, png.length / 3, png.length / 2, (byte) 0x55);

        put(avatar, new byte[0]).problem(422, "not_an_image");
        put(avatar, "hello".getBytes(StandardCharsets.UTF_8)).problem(422, "not_an_image");
        put(avatar, Arrays.copyOf(png, png.length - 20)).problem(422, "truncated_image");
        // Right from the first byte of the header to the last of the file, but not in between.
        assertEquals(422, put(avatar, damaged).status());
        put(avatar, "II*\0some TIFF".getBytes(StandardCharsets.UTF_8)).problem(415, "unsupported_image");
        put(avatar, TestImages.resizedHeader(png, 50_000, 50_000)).problem(413, "image_too_large");
        client().upload("PUT", avatar, "text/plain", png).problem(415, "unsupported_media_type");
        client().get(avatar + "?size=15").invalid("size");
        client().get(avatar + "?size=1025").invalid("size");
        client().get(avatar + "?size=big").invalid("size");
        client().get(avatar + "?format=gif").invalid("format");
        client().get(avatar, "If-None-Match", tag).expect(304);
    }

    @Test
    default void a_body_that_is_too_large_is_refused_whatever_it_says_of_its_length() {
        String avatar = avatarOfSomebody();
        byte[] padded = Arrays.copyOf(TestImages.file(60, 60, ImageFormat.BMP), MAX_BODY);

        put(avatar, new byte[MAX_BODY + 1]).problem(413, "body_too_large");
        client().uploadInChunks("PUT", avatar, "image/png", new byte[MAX_BODY + 1])
                .problem(413, "body_too_large");
        client().get(avatar).problem(404, "unknown_avatar");
        // A bitmap may have anything behind its pixels.
        client().uploadInChunks("PUT", avatar, "image/bmp", padded).expect(204);
        assertSquare(256, "image/png", client().get(avatar));
    }

    @Test
    default void nothing_but_pixels_comes_over_from_what_was_sent() {
        String avatar = avatarOfSomebody();
        byte[] png = TestImages.withChunk(
                TestImages.file(60, 60, ImageFormat.PNG),
                "tEXt",
                "Comment\0at home, 52.5163 N 13.3777 E".getBytes(StandardCharsets.ISO_8859_1));
        put(avatar, png).expect(204);

        assertFalse(TestImages.contains(client().get(avatar).response().body(), "at home"));
    }

    @Test
    default void webp_is_shown_or_refused_by_name() {
        String avatar = avatarOfSomebody();
        put(avatar, TestImages.file(60, 60, ImageFormat.PNG)).expect(204);

        Client.Answer answer = client().get(avatar + "?format=webp");

        if (answer.status() == 200) {
            assertEquals(Optional.of("image/webp"), answer.header("Content-Type"));
        } else {
            answer.problem(406, "format_not_available");
            client().get(avatar + "?format=webp", "If-None-Match", "*").problem(406, "format_not_available");
        }
    }

    @Test
    default void what_is_too_wide_for_a_square_is_refused_or_shown_in_small_sizes_only() {
        String avatar = avatarOfSomebody();
        put(avatar, TestImages.file(8_000, 20, ImageFormat.PNG)).problem(422, "not_square_enough");
        client().get(avatar).problem(404, "unknown_avatar");

        put(avatar, TestImages.file(800, 20, ImageFormat.PNG)).expect(204);
        assertSquare(256, "image/png", client().get(avatar));
        client().get(avatar + "?size=1024").problem(422, "not_square_enough");
    }

    @Test
    default void a_hundred_who_ask_at_once_for_a_new_size_cause_one_resize() throws Exception {
        String avatar = avatarOfSomebody();
        put(avatar, TestImages.file(1_500, 1_000, ImageFormat.JPEG)).expect(204);
        // Of sizes that are usual and such that are not.
        for (int size : new int[] {100, 301, 512}) {
            String path = avatar + "?size=" + size;
            long made = made();
            List<Client.Answer> answers = together(100, () -> client().get(path));

            byte[] first = answers.getFirst().expect(200).response().body();
            for (Client.Answer answer : answers) {
                assertArrayEquals(first, answer.expect(200).response().body());
                assertEquals(answers.getFirst().header("ETag"), answer.header("ETag"));
            }
            if (remembers()) {
                assertEquals(1, made() - made);
            }
        }
    }

    private static List<Client.Answer> together(int many, Callable<Client.Answer> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Client.Answer>> asked =
                    IntStream.range(0, many).mapToObj(i -> threads.submit(call)).toList();
            List<Client.Answer> answers = new ArrayList<>();
            for (Future<Client.Answer> one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    /** Returns how often an original was resized since the server has started. */
    private long made() {
        return client().freshMetrics()
                .lines()
                .filter(line -> line.startsWith("portside_avatars_made_total "))
                .map(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private Client.Answer put(String avatar, byte[] picture) {
        return client().upload("PUT", avatar, "image/png", picture);
    }

    private String avatarOfSomebody() {
        return somebody() + "/avatar";
    }

    /** The path of a new user. */
    private String somebody() {
        return USERS + "/"
                + client().register("Ada", UserJourneys.unique("ada") + "@example.org")
                        .get("id")
                        .longValue();
    }

    private static void assertSquare(int side, String type, Client.Answer answer) {
        assertEquals(Optional.of(type), answer.expect(200).header("Content-Type"));
        BufferedImage picture = TestImages.decode(answer.response().body());
        assertEquals(side, picture.getWidth());
        assertEquals(side, picture.getHeight());
    }
}

package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.HostileFiles;
import dev.portside.testkit.image.Samples;
import dev.portside.testkit.image.TestImages;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Journeys about images, over HTTP. */
interface ImageJourneys {

    String RESIZE = "/api/v1/images/resize";

    Set<Integer> REFUSALS = Set.of(413, 415, 422);

    Client client();

    @Test
    default void a_picture_is_made_smaller() {
        byte[] photo = TestImages.file(400, 300, ImageFormat.JPEG);

        Client.Answer small =
                client().upload(RESIZE + "?width=100", "image/jpeg", photo).expect(200);

        assertEquals(Optional.of("image/jpeg"), small.header("Content-Type"));
        assertSize(100, 75, small);
        Client.Answer square = client().upload(
                        RESIZE + "?width=50&height=50&fit=cover&format=png", "application/octet-stream", photo)
                .expect(200);
        assertEquals(Optional.of("image/png"), square.header("Content-Type"));
        assertSize(50, 50, square);
    }

    @Test
    default void what_it_is_called_does_not_matter_and_what_is_not_written_becomes_a_png() {
        for (ImageFormat format : new ImageFormat[] {ImageFormat.PNG, ImageFormat.GIF, ImageFormat.BMP}) {
            Client.Answer answer = client().upload(RESIZE + "?height=10", "image/jpeg", TestImages.file(40, 20, format))
                    .expect(200);

            assertEquals(Optional.of("image/png"), answer.header("Content-Type"));
            assertSize(20, 10, answer);
        }
    }

    @Test
    default void what_cannot_be_resized_is_told_why() {
        byte[] png = TestImages.file(40, 20, ImageFormat.PNG);

        send("?width=10", new byte[0]).problem(422, "not_an_image");
        send("?width=10", "hello".getBytes(StandardCharsets.UTF_8)).problem(422, "not_an_image");
        send("?width=10", "II*\0some TIFF".getBytes(StandardCharsets.UTF_8)).problem(415, "unsupported_image");
        send("?width=10", Arrays.copyOf(png, png.length / 2)).problem(422, "truncated_image");
        send("?width=10", TestImages.resizedHeader(png, 50_000, 50_000)).problem(413, "image_too_large");
        send("?width=10", new byte[10 * 1024 * 1024 + 1]).problem(413, "body_too_large");
        send("", png).problem(400, "invalid");
        send("?width=0", png).problem(400, "invalid");
        send("?width=16385", png).problem(400, "invalid");
        send("?width=10&fit=squeeze", png).problem(400, "invalid");
        send("?width=10&format=gif", png).problem(400, "invalid");
        send("?width=10&quality=101", png).problem(400, "invalid");
        client().upload(RESIZE + "?width=10", "text/plain", png).problem(415, "unsupported_media_type");
    }

    @Test
    default void hostile_files_are_refused_as_what_they_are_and_nothing_breaks() {
        HostileFiles.refused().forEach((name, file) -> {
            Client.Answer answer = send("?width=10", file);
            assertTrue(REFUSALS.contains(answer.status()), () -> name + " is answered " + answer.status());
            assertEquals(Optional.of("application/problem+json"), answer.header("Content-Type"), name);
        });
        HostileFiles.shown()
                .forEach((name, file) ->
                        assertEquals(200, send("?width=10", file).status(), name));
        // Every tenth byte is the contract's to try; on their way through a server they differ in nothing but their
        // length.
        Samples.all().forEach((name, file) -> {
            for (int length = 0; length < file.length - 1; length += 1 + file.length / 20) {
                assertEquals(422, send("?width=10", Arrays.copyOf(file, length)).status(), name + " cut to " + length);
            }
        });
        client().get("/health").expect(200);
    }

    @Test
    default void webp_is_answered_or_refused_by_name() {
        Client.Answer answer = send("?width=10&format=webp", TestImages.file(40, 20, ImageFormat.PNG));

        if (answer.status() == 200) {
            assertEquals(Optional.of("image/webp"), answer.header("Content-Type"));
            assertTrue(TestImages.contains(answer.response().body(), "WEBPVP8"));
        } else {
            answer.problem(406, "format_not_available");
        }
    }

    @Test
    default void others_are_answered_while_pictures_are_made() throws Exception {
        byte[] photo = TestImages.file(3_000, 2_000, ImageFormat.JPEG);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pictures = threads.submit(() -> threads.invokeAll(IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Client.Answer>) () -> send("?width=300", photo))
                    .toList()));
            for (int i = 0; i < 20; i++) {
                client().get("/health").expect(200);
            }
            for (var picture : pictures.get()) {
                assertSize(300, 200, picture.get().expect(200));
            }
        }
    }

    private Client.Answer send(String query, byte[] picture) {
        return client().upload(RESIZE + query, "application/octet-stream", picture);
    }

    private static void assertSize(int width, int height, Client.Answer answer) {
        BufferedImage picture = TestImages.decode(answer.response().body());
        assertEquals(width, picture.getWidth());
        assertEquals(height, picture.getHeight());
    }
}

package dev.portside.imaging.probe;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageLimits;
import dev.portside.testkit.image.HostileFiles;
import dev.portside.testkit.image.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Header probing never throws, whatever it reads, and each file that it accepts keeps its promises. Here it reads the
 * seeds; {@code CONTRIBUTING.md} says how to have a fuzzer look for more.
 */
class HeaderProbeFuzzTest {

    private final HeaderProbe probe = new HeaderProbe();

    static Stream<Arguments> seeds() {
        // To what these lack, header reading adds, or it takes one frame out of it.
        Stream<byte[]> written = Stream.of("animated.webp", "mjpeg-no-dht.jpg").map(HeaderProbeFuzzTest::seed);
        return Stream.concat(
                        Stream.of(Samples.all(), HostileFiles.refused()).flatMap(files -> files.values().stream()),
                        written)
                .map(Arguments::of);
    }

    private static byte[] seed(String name) {
        try (InputStream file = HeaderProbeFuzzTest.class.getResourceAsStream("seeds/" + name)) {
            if (file == null) {
                throw new IllegalArgumentException("There is no " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5m")
    void any_bytes_are_answered(byte @NotNull [] bytes) {
        if (probe.probe(bytes, ImageLimits.DEFAULT) instanceof ImageFile file) {
            HeaderPromises.assertKept(file, bytes.length);
        }
    }
}

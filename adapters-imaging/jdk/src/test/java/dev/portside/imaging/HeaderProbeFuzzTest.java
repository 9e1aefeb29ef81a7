package dev.portside.imaging;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.portside.application.image.HeaderProbe;
import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageLimits;
import dev.portside.testkit.image.HostileFiles;
import dev.portside.testkit.image.Samples;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reader of headers never throws, whatever it reads, and what it lets through keeps what it promises. Here it reads the
 * seeds; {@code CONTRIBUTING.md} says how to have a fuzzer look for more.
 */
class HeaderProbeFuzzTest {

    private final HeaderProbe probe = new HeaderProbe(ImageLimits.DEFAULT);

    static Stream<Arguments> seeds() {
        return Stream.of(Samples.all(), HostileFiles.refused())
                .flatMap(files -> files.values().stream())
                .map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5m")
    void any_bytes_are_answered(byte @NotNull [] bytes) {
        if (probe.probe(bytes) instanceof ImageFile file) {
            assertTrue(file.header().stored().longerSide() <= ImageLimits.DEFAULT.side());
            assertTrue(file.header().stored().pixels() <= ImageLimits.DEFAULT.pixels());
            assertTrue(file.header().passes() <= ImageLimits.DEFAULT.passes());
            // At most the end of a GIF is added.
            assertTrue(file.pixels(ByteBuffer::allocate).remaining() <= bytes.length + 1);
            assertNotNull(file.profile());
        }
    }
}

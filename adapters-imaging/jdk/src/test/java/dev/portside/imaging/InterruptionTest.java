package dev.portside.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.testkit.image.Pictures;
import dev.portside.testkit.image.Samples;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Work on a picture ends soon after its thread is interrupted, wherever it is. */
class InterruptionTest {

    private static final ResizeOrder SMALL = ResizeOrder.of(50, 50, Fit.COVER, ImageFormat.JPEG);

    private final ImageResizer resizer =
            Imaging.open(ImagingSettings.defaults("jdk")).resizer();

    @Test
    void a_jpeg_is_left_in_the_midst_of_its_rows() throws Exception {
        assertLeftEarly(Pictures.encode(noise(), ImageFormat.JPEG));
    }

    @Test
    void a_progressive_jpeg_is_left_in_the_midst_of_its_scans() throws Exception {
        assertLeftEarly(Samples.inPasses(noise(), ImageFormat.JPEG));
    }

    @Test
    void an_interlaced_png_is_left_in_the_midst_of_its_passes() throws Exception {
        assertLeftEarly(Samples.inPasses(noise(), ImageFormat.PNG));
    }

    private void assertLeftEarly(byte[] picture) throws InterruptedException {
        Impatient patient = new Impatient(Integer.MAX_VALUE, picture);
        patient.work();
        assertEquals(Optional.empty(), patient.fault);

        Impatient impatient = new Impatient(patient.looks / 10, picture);
        impatient.work();
        assertEquals(Optional.of(Fault.Category.TIMEOUT), impatient.fault.map(Fault::category));
        assertTrue(
                impatient.worked.multipliedBy(2).compareTo(patient.worked) < 0,
                () -> "It worked %s of %s".formatted(impatient.worked, patient.worked));
    }

    private static BufferedImage noise() {
        BufferedImage noise = Pictures.corners(2_000, 1_500, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int y = 0; y < noise.getHeight(); y++) {
            for (int x = 0; x < noise.getWidth(); x++) {
                noise.setRGB(x, y, noise.getRGB(x, y) ^ (random.nextInt() & 0x3F3F3F));
            }
        }
        return noise;
    }

    /** Is interrupted when it has looked whether it is so often: at a point of the work, not of time. */
    private final class Impatient extends Thread {

        private final int patience;
        private final byte[] picture;
        private int looks;
        private Optional<Fault> fault = Optional.empty();
        private Duration worked = Duration.ZERO;

        Impatient(int patience, byte[] picture) {
            this.patience = patience;
            this.picture = picture;
        }

        void work() throws InterruptedException {
            start();
            join();
        }

        @Override
        public boolean isInterrupted() {
            looks++;
            return looks > patience || super.isInterrupted();
        }

        @Override
        public void run() {
            try {
                assertInstanceOf(Resized.class, resizer.resize(picture, SMALL));
            } catch (Fault thrown) {
                fault = Optional.of(thrown);
            }
            worked = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        }
    }
}

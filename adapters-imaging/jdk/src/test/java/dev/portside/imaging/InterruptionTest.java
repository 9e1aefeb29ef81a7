package dev.portside.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.imaging.scaling.Pixels;
import dev.portside.testkit.image.Samples;
import dev.portside.testkit.image.TestImages;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Work on an image ends soon after its thread is interrupted, wherever it is. */
class InterruptionTest {

    private static final ResizeOrder SMALL = ResizeOrder.of(50, 50, Fit.COVER, ImageFormat.JPEG);

    /** Of threads that interrupt the work, and then measure. */
    private static final int MOST_LOOKS = 4;

    /** Of work on 2,000 rows: after each 64 of them, or more often. */
    private static final int LEAST_LOOKS = 31;

    private final ImageResizer resizer =
            Imaging.open(ImagingSettings.defaults("jdk"), new HeaderProbe()).resizer();

    @Test
    void a_jpeg_is_left_in_the_midst_of_its_rows() throws Exception {
        assertLeftEarly(TestImages.encode(noise(), ImageFormat.JPEG));
    }

    @Test
    void a_progressive_jpeg_is_left_in_the_midst_of_its_scans() throws Exception {
        assertLeftEarly(Samples.inPasses(noise(), ImageFormat.JPEG));
    }

    @Test
    void an_interlaced_png_is_left_in_the_midst_of_its_passes() throws Exception {
        assertLeftEarly(Samples.inPasses(noise(), ImageFormat.PNG));
    }

    @Test
    void a_large_answer_is_left_in_the_midst_of_its_encoding() throws Exception {
        Pixels large = large(3, false);
        for (ImageFormat format : List.of(ImageFormat.JPEG, ImageFormat.PNG)) {
            assertLeftEarly(() -> Encoder.encode(large, ResizeOrder.of(1, 1, Fit.FILL, format)));
        }
    }

    @Test
    void a_large_answer_is_left_wherever_its_colours_are_made_and_it_is_turned() throws Exception {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        Pixels colours = large(3, false);
        assertLeftAnywhere(() -> StandardColours.convert(colours, Optional.of(profile)));
        Pixels inks = large(4, false);
        assertLeftAnywhere(() -> StandardColours.convert(inks, Optional.empty()));
        ImageSize turned = new ImageSize(colours.width(), colours.height()).turned();
        assertLeftAnywhere(() -> colours.upright(Orientation.TURNED_RIGHT, turned, 0, 0));
        assertLeftAnywhere(colours::withAlpha);
        assertLeftAnywhere(large(4, true)::withoutAlpha);
    }

    @Test
    void an_image_is_left_wherever_it_is_being_enlarged() throws Exception {
        byte[] small = TestImages.file(80, 60, ImageFormat.JPEG);
        ResizeOrder order = new ResizeOrder(
                OptionalInt.of(1_600), OptionalInt.of(1_200), Fit.FILL, ImageFormat.PNG, ResizeOrder.MAX_QUALITY, true);
        assertLeftAnywhere(() -> resize(small, order));
    }

    /** Counts looks and no time, most of which goes into other things when the work is short. */
    private static void assertLeftAnywhere(Runnable work) throws InterruptedException {
        Impatient patient = new Impatient(Integer.MAX_VALUE, work);
        patient.work();
        assertTrue(patient.looks >= LEAST_LOOKS, () -> "It looked only %d times".formatted(patient.looks));
        for (int tenths = 0; tenths < 10; tenths += 3) {
            Impatient impatient = new Impatient(patient.looks * tenths / 10, work);
            impatient.work();
            assertEquals(Optional.of(Fault.Category.TIMEOUT), impatient.fault.map(Fault::category));
            int looks = impatient.looks - impatient.patience;
            assertTrue(looks <= MOST_LOOKS, () -> "It looked another %d times".formatted(looks));
        }
    }

    private void assertLeftEarly(byte[] picture) throws InterruptedException {
        assertLeftEarly(() -> resize(picture, SMALL));
    }

    private void resize(byte[] picture, ResizeOrder order) {
        assertInstanceOf(Resized.class, resizer.resize(picture, order));
    }

    private static Pixels large(int channels, boolean alpha) {
        byte[] noise = new byte[3_000 * 2_000 * channels];
        new Random(7).nextBytes(noise);
        return new Pixels(noise, 3_000, 2_000, channels, alpha);
    }

    private static void assertLeftEarly(Runnable work) throws InterruptedException {
        Impatient patient = new Impatient(Integer.MAX_VALUE, work);
        patient.work();
        assertEquals(Optional.empty(), patient.fault);

        Impatient impatient = new Impatient(patient.looks / 10, work);
        impatient.work();
        assertEquals(Optional.of(Fault.Category.TIMEOUT), impatient.fault.map(Fault::category));
        assertTrue(
                impatient.worked.multipliedBy(2).compareTo(patient.worked) < 0,
                () -> "It worked %s of %s".formatted(impatient.worked, patient.worked));
    }

    private static BufferedImage noise() {
        BufferedImage noise = TestImages.corners(2_000, 1_500, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int y = 0; y < noise.getHeight(); y++) {
            for (int x = 0; x < noise.getWidth(); x++) {
                noise.setRGB(x, y, noise.getRGB(x, y) ^ (random.nextInt() & 0x3F3F3F));
            }
        }
        return noise;
    }

    /** Thread that is interrupted after it has checked for that so often: at a point of the work, not of time. */
    private static final class Impatient extends Thread {

        private final int patience;
        private final Runnable task;
        private int looks;
        private Optional<Fault> fault = Optional.empty();
        private Duration worked = Duration.ZERO;

        Impatient(int patience, Runnable task) {
            this.patience = patience;
            this.task = task;
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
                task.run();
            } catch (Fault thrown) {
                fault = Optional.of(thrown);
            }
            worked = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        }
    }
}

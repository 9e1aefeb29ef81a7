package dev.portside.imaging;

import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.application.image.BulkheadImageResizer;
import dev.portside.application.image.ImageProbe;
import dev.portside.application.image.ImageResizer;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.ImageResizerContract;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class BulkheadResizerTest implements ImageResizerContract {

    private final CpuBulkhead bulkhead = new CpuBulkhead(1, 1);
    private final ImageResizer resizer = new BulkheadImageResizer(
            Imaging.open(ImagingSettings.defaults("jdk"), new HeaderProbe()).resizer(),
            bulkhead,
            Duration.ofMinutes(1),
            2L * ImageLimits.DEFAULT.bytes());

    @AfterEach
    void close() {
        bulkhead.close();
    }

    @Override
    public ImageResizer resizer() {
        return resizer;
    }

    @Override
    public ImageProbe probe() {
        return new HeaderProbe();
    }

    @Override
    public Set<ImageFormat> writes() {
        return Set.of(ImageFormat.JPEG, ImageFormat.PNG);
    }
}

package dev.portside.imaging;

import dev.portside.application.image.ImageProbe;
import dev.portside.application.image.ImageResizer;
import dev.portside.domain.image.ImageFormat;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.ImageResizerContract;
import java.util.Set;

class JdkResizerTest implements ImageResizerContract {

    private final ImageResizer resizer =
            Imaging.open(ImagingSettings.defaults("jdk"), new HeaderProbe()).resizer();

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

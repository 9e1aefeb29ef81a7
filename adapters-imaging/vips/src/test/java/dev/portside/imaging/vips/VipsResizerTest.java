package dev.portside.imaging.vips;

import dev.portside.application.image.ImageProbe;
import dev.portside.application.image.ImageResizer;
import dev.portside.domain.image.ImageFormat;
import dev.portside.imaging.Imaging;
import dev.portside.imaging.ImagingSettings;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.ImageResizerContract;
import java.util.EnumSet;
import java.util.Set;

/** The best that is here passes, whichever that is. Where libvips is missing, WebP is what is declared to be missing. */
class VipsResizerTest implements ImageResizerContract {

    private final Imaging imaging = Imaging.open(ImagingSettings.defaults(ImagingSettings.AUTO), new HeaderProbe());

    @Override
    public ImageResizer resizer() {
        return imaging.resizer();
    }

    @Override
    public ImageProbe probe() {
        return new HeaderProbe();
    }

    @Override
    public Set<ImageFormat> writes() {
        EnumSet<ImageFormat> formats = EnumSet.of(ImageFormat.JPEG, ImageFormat.PNG);
        if (imaging.engine().equals("vips")) {
            formats.add(ImageFormat.WEBP);
        }
        return formats;
    }
}

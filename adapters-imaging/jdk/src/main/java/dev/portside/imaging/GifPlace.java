package dev.portside.imaging;

import java.io.IOException;
import javax.imageio.ImageReader;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Where the first frame of a GIF stands on its screen. */
final class GifPlace {

    private GifPlace() {}

    /** Left and top. */
    static int[] of(ImageReader reader) throws IOException {
        Node frame = reader.getImageMetadata(0)
                .getAsTree("javax_imageio_gif_image_1.0")
                .getFirstChild();
        NamedNodeMap attributes = frame.getAttributes();
        return new int[] {
            number(attributes, "imageLeftPosition"), number(attributes, "imageTopPosition"),
        };
    }

    private static int number(NamedNodeMap attributes, String name) {
        return Integer.parseInt(attributes.getNamedItem(name).getNodeValue());
    }
}

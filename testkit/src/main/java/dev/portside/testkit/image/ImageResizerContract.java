package dev.portside.testkit.image;

/**
 * Everything that {@link dev.portside.application.image.ImageResizer} promises. Implement it in a test class of your
 * adapter, and every promise is checked:
 *
 * <pre>{@code
 * class MyResizerTest implements ImageResizerContract {
 *     public ImageResizer resizer() { return new MyResizer(); }
 *     public Set<ImageFormat> writes() { return Set.of(JPEG, PNG); }
 * }
 * }</pre>
 */
public interface ImageResizerContract
        extends ImageShapeContract,
                ImageWritingsContract,
                ImageRefusalContract,
                ImageBufferContract,
                HostileFilesContract {}

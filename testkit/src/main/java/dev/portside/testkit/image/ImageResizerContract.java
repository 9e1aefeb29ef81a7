package dev.portside.testkit.image;

/**
 * Contract of {@link dev.portside.application.image.ImageResizer}. Implement it in a test class of your adapter:
 *
 * <pre>{@code
 * class MyResizerTest implements ImageResizerContract {
 *     public ImageResizer resizer() { return new MyResizer(); }
 *     public ImageProbe probe() { return new HeaderProbe(); }
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

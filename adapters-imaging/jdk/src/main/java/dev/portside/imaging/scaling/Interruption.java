package dev.portside.imaging.scaling;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOWriteProgressListener;

/** Stops a reader or a writer when its thread is interrupted; they look out for that every few rows. */
public final class Interruption implements IIOReadProgressListener, IIOWriteProgressListener {

    private Interruption() {}

    public static void abortsOn(ImageReader reader) {
        reader.addIIOReadProgressListener(new Interruption());
    }

    public static void abortsOn(ImageWriter writer) {
        writer.addIIOWriteProgressListener(new Interruption());
    }

    private static void look(ImageWriter source) {
        if (Thread.currentThread().isInterrupted()) {
            source.abort();
        }
    }

    private static void look(ImageReader source) {
        if (Thread.currentThread().isInterrupted()) {
            source.abort();
        }
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {
        look(source);
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        look(source);
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void imageStarted(ImageWriter source, int imageIndex) {
        look(source);
    }

    @Override
    public void imageProgress(ImageWriter source, float percentageDone) {
        look(source);
    }

    @Override
    public void imageComplete(ImageWriter source) {}

    @Override
    public void thumbnailStarted(ImageWriter source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageWriter source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageWriter source) {}

    @Override
    public void writeAborted(ImageWriter source) {}

    /** Checked in each row of all work; work that is cancelled leaves an unfinished image, which is not a broken one. */
    public static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Fault(Category.TIMEOUT, "Interrupted while an image was worked on");
        }
    }
}

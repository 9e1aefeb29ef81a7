package dev.portside.imaging;

import dev.portside.domain.image.ImageFormat;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The bytes of an image, which break off when the thread that reads them is interrupted: readers say only now and then how
 * far they are, and that of WebP hardly ever.
 */
final class PictureStream extends MemoryCacheImageInputStream {

    /** The thread is looked at so often at least, however long the file is. */
    private static final int PIECES = 256;

    /** A scan of a JPEG can be shorter, and take milliseconds all the same. */
    private static final int LEAST_PIECE = 256;

    private static final int MOST_PIECE = 8_192;

    /** The reader of lossless WebP looks a few bytes ahead. */
    private static final int AHEAD = 64;

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int LOSSLESS = 0x5650384C; // VP8L

    private final boolean lossless;
    private final int piece;

    PictureStream(ImageFormat format, ByteBuffer file) {
        this(format == ImageFormat.WEBP && isLossless(file), file);
    }

    private PictureStream(boolean lossless, ByteBuffer file) {
        super(lossless ? withAhead(file) : new ByteArrayInputStream(file.array(), file.arrayOffset(), file.limit()));
        this.lossless = lossless;
        this.piece = Math.clamp(file.limit() / PIECES, LEAST_PIECE, MOST_PIECE);
    }

    private static ByteArrayInputStream withAhead(ByteBuffer file) {
        byte[] longer = new byte[file.limit() + AHEAD];
        file.get(0, longer, 0, file.limit());
        return new ByteArrayInputStream(longer);
    }

    /** Of a file whose chunks are known to be sound. */
    private static boolean isLossless(ByteBuffer webp) {
        for (int at = FIRST_CHUNK; at + CHUNK_HEAD <= webp.limit(); ) {
            if (webp.getInt(at) == LOSSLESS) {
                return true;
            }
            int length = Integer.reverseBytes(webp.getInt(at + 4));
            at += CHUNK_HEAD + length + (length & 1);
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        requireWanted();
        return requireMore(super.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        requireWanted();
        return requireMore(super.read(into, offset, Math.min(length, piece)));
    }

    private static void requireWanted() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException();
        }
    }

    /**
     * The reader of lossless WebP catches an {@link EOFException} for each pixel that is missing, which takes minutes for a
     * large image of few bytes, and makes the rest up. What is not quite one it lets through.
     */
    private int requireMore(int read) throws IOException {
        if (read < 0 && lossless) {
            throw new IOException("The image goes on and the file does not", new EOFException());
        }
        return read;
    }
}

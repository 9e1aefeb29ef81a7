package dev.portside.application.image;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Resizer that answers with a text of what was requested, and can be held, counted and made to fail. */
final class HeldResizer implements ImageResizer {

    private final AtomicInteger calls = new AtomicInteger();
    private volatile CountDownLatch mayGo = new CountDownLatch(0);
    private volatile Optional<Fault> fault = Optional.empty();
    private volatile Optional<ImageRefusal> refusal = Optional.empty();

    /** A bitmap of one pixel of this colour. */
    static byte[] picture(int which) {
        return ByteBuffer.allocate(58)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("BM".getBytes(StandardCharsets.US_ASCII))
                .putInt(10, 54)
                .putInt(14, 40)
                .putInt(18, 1)
                .putInt(22, 1)
                .putShort(28, (short) 24)
                .put(54, (byte) which)
                .array();
    }

    static int which(byte[] picture) {
        return picture[54];
    }

    static String text(byte[] file) {
        return new String(file, StandardCharsets.US_ASCII);
    }

    int calls() {
        return calls.get();
    }

    void awaitCalls(int count) throws InterruptedException {
        while (calls.get() < count) {
            Thread.sleep(1);
        }
    }

    void hold() {
        mayGo = new CountDownLatch(1);
    }

    void release() {
        mayGo.countDown();
    }

    void fail(Fault with) {
        fault = Optional.of(with);
    }

    void refuse(ImageRefusal with) {
        refusal = Optional.of(with);
    }

    void recover() {
        fault = Optional.empty();
        refusal = Optional.empty();
    }

    @Override
    public ResizeResult resize(ByteBuffer image, ResizeOrder order) {
        calls.incrementAndGet();
        try {
            mayGo.await();
        } catch (InterruptedException e) {
            throw new Fault(Category.TIMEOUT, "Interrupted", e);
        }
        fault.ifPresent(one -> {
            throw one;
        });
        if (refusal.isPresent()) {
            return refusal.get();
        }
        int side = order.width().orElseThrow();
        String text = side + " " + order.format() + " " + image.get(image.position() + 54);
        return new ResizeResult.Resized(
                text.getBytes(StandardCharsets.US_ASCII), order.format(), new ImageSize(side, side));
    }
}

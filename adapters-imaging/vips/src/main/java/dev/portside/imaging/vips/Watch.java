package dev.portside.imaging.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stops the evaluation of an image when the thread that waits for it is interrupted. libvips says now and then how far it is. */
final class Watch implements AutoCloseable {

    /** By the number that libvips gives back; one function for all, because to make one takes Java a millisecond. */
    private static final Map<Long, Watch> ALL = new ConcurrentHashMap<>();

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final MemorySegment PROGRESSED = progressed();

    private final Vips vips;
    private final MemorySegment image;
    private final long number = NUMBERS.incrementAndGet();
    private final Thread waiting = Thread.currentThread();
    private volatile boolean interrupted;

    private Watch(Vips vips, MemorySegment image) {
        this.vips = vips;
        this.image = image;
    }

    /** Watches until it is closed. */
    static Watch over(Vips vips, MemorySegment image) throws Throwable {
        Watch watch = new Watch(vips, image);
        try (Arena arena = Arena.ofConfined()) {
            vips.setProgress.invokeExact(image, 1);
            long connected = (long) vips.connect.invokeExact(
                    image, arena.allocateFrom("eval"), PROGRESSED, MemorySegment.ofAddress(watch.number), Vips.NULL, 0);
            if (connected == 0) {
                throw new IllegalStateException("libvips has no signal eval");
            }
        }
        ALL.put(watch.number, watch);
        return watch;
    }

    @SuppressWarnings("restricted") // the callback touches nothing that it is given
    private static MemorySegment progressed() {
        try {
            MethodHandle handle = MethodHandles.lookup()
                    .findStatic(
                            Watch.class,
                            "progressed",
                            MethodType.methodType(
                                    void.class, MemorySegment.class, MemorySegment.class, MemorySegment.class));
            return Linker.nativeLinker()
                    .upcallStub(handle, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS), Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Called by libvips, perhaps on a thread of its own; nothing may be thrown here, for that would end the process. */
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by its name, above, with what the signal has
    private static void progressed(MemorySegment source, MemorySegment progress, MemorySegment number) {
        Watch watch = ALL.get(number.address());
        if (watch != null && watch.waiting.isInterrupted()) {
            watch.interrupt();
        }
    }

    private void interrupt() {
        interrupted = true;
        try {
            vips.setKill.invokeExact(image, 1);
        } catch (Throwable e) {
            // Then the work is done to its end.
            return;
        }
    }

    boolean interrupted() {
        return interrupted || waiting.isInterrupted();
    }

    @Override
    public void close() {
        ALL.remove(number);
    }
}

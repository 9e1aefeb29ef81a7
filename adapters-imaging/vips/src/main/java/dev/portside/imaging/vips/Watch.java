package dev.portside.imaging.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Stops the evaluation of an image when the thread that waits for it is interrupted. libvips says now and then how far it is. */
final class Watch {

    private static final MethodHandle PROGRESSED = progressed();

    private final Vips vips;
    private final MemorySegment image;
    private final Thread waiting = Thread.currentThread();
    private volatile boolean interrupted;

    @SuppressWarnings("restricted") // the callback touches nothing that it is given
    Watch(Vips vips, MemorySegment image, Arena arena) throws Throwable {
        this.vips = vips;
        this.image = image;
        MemorySegment callback = Linker.nativeLinker()
                .upcallStub(PROGRESSED.bindTo(this), FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS), arena);
        vips.setProgress.invokeExact(image, 1);
        long connected =
                (long) vips.connect.invokeExact(image, arena.allocateFrom("eval"), callback, Vips.NULL, Vips.NULL, 0);
        if (connected == 0) {
            throw new IllegalStateException("libvips has no signal eval");
        }
    }

    private static MethodHandle progressed() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(
                            Watch.class,
                            "progressed",
                            MethodType.methodType(
                                    void.class, MemorySegment.class, MemorySegment.class, MemorySegment.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Called by libvips, on a thread of its own; nothing may be thrown here, for that would end the process. */
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by its name, above, with what the signal has
    private void progressed(MemorySegment source, MemorySegment progress, MemorySegment data) {
        if (waiting.isInterrupted()) {
            interrupted = true;
            try {
                vips.setKill.invokeExact(image, 1);
            } catch (Throwable e) {
                // Then the work is done to its end.
                return;
            }
        }
    }

    boolean interrupted() {
        return interrupted || waiting.isInterrupted();
    }
}

package dev.portside.imaging.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.Deque;

/** Calls of libvips that make one image of another, with all the images that have to be given back at the end. */
abstract class VipsCalls implements AutoCloseable {

    final Vips vips;
    /** Threads of libvips read what is in it, too, but Java does not know of them; a shared one costs more to close. */
    final Arena arena = Arena.ofConfined();

    private final Deque<MemorySegment> images = new ArrayDeque<>();
    MemorySegment image = Vips.NULL;

    VipsCalls(Vips vips) {
        this.vips = vips;
    }

    /** A call of a function that returns 0, or something else and an error. */
    @FunctionalInterface
    interface Call {
        int run(MemorySegment result) throws Throwable;
    }

    @SuppressWarnings("restricted") // the length is what the saver said
    byte[] take(MemorySegment saved, long length) throws VipsException {
        try {
            byte[] bytes = saved.reinterpret(length).toArray(JAVA_BYTE);
            vips.free.invokeExact(saved);
            return bytes;
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    void change(MethodHandle function, int how) throws VipsException {
        MemorySegment from = image;
        next(result -> (int) function.invokeExact(from, result, how, Vips.NULL));
    }

    void next(Call call) throws VipsException {
        MemorySegment result = arena.allocate(ADDRESS);
        check(() -> call.run(result));
        keep(result.get(ADDRESS, 0));
    }

    void keep(MemorySegment made) throws VipsException {
        if (made.address() == 0) {
            throw error();
        }
        images.push(made);
        image = made;
    }

    /** As {@link Call}. */
    @FunctionalInterface
    interface Checked {
        int run() throws Throwable;
    }

    void check(Checked call) throws VipsException {
        try {
            if (call.run() != 0) {
                throw error();
            }
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    int side(MethodHandle getter) throws VipsException {
        try {
            return (int) getter.invokeExact(image);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    private VipsException error() throws VipsException {
        try {
            clearErrors();
            return new VipsException("libvips finds fault");
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    void clearErrors() throws Throwable {
        vips.clearError.invokeExact();
    }

    /** Method handles are declared to throw anything. */
    static VipsException thrown(Throwable e) {
        return switch (e) {
            case VipsException expected -> expected;
            case RuntimeException mistake -> throw mistake;
            case Error error -> throw error;
            default -> throw new IllegalStateException("A function of C threw what it cannot", e);
        };
    }

    MemorySegment text(String text) {
        return arena.allocateFrom(text);
    }

    @Override
    public void close() {
        try {
            // The last one uses those before it.
            while (!images.isEmpty()) {
                vips.unreference.invokeExact(images.pop());
            }
        } catch (Throwable e) {
            throw new IllegalStateException("A function of C threw what it cannot", e);
        } finally {
            arena.close();
        }
    }
}

package dev.portside.imaging.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The functions of libvips that are used, and how it is set up: once in a process, for it is one library in a process. */
final class Vips {

    static final MemorySegment NULL = MemorySegment.NULL;
    /** Since 8.15 there is more to choose from than to strip or not. */
    private static final int VERSION_WITH_KEEP = 8_015;

    private static final MemoryLayout NAME = ADDRESS;

    final MethodHandle jpegLoad;
    final MethodHandle pngLoad;
    final MethodHandle webpLoad;
    final MethodHandle thumbnail;
    final MethodHandle thumbnailOfProfile;
    final MethodHandle colourSpace;
    final MethodHandle rotate;
    final MethodHandle flip;
    final MethodHandle crop;
    final MethodHandle embed;
    final MethodHandle addAlpha;
    final MethodHandle flatten;
    final MethodHandle jpegSave;
    final MethodHandle pngSave;
    final MethodHandle webpSave;
    final MethodHandle setBlob;
    final MethodHandle remove;
    final MethodHandle copyMemory;
    final MethodHandle hasAlpha;
    final MethodHandle width;
    final MethodHandle height;
    final MethodHandle setProgress;
    final MethodHandle setKill;
    final MethodHandle connect;
    final MethodHandle unreference;
    final MethodHandle free;
    final MethodHandle clearError;
    final MethodHandle threadShutdown;
    final MethodHandle newDoubles;
    final MethodHandle unreferenceArea;
    /** Its first two numbers. */
    final String version;

    /** Option of savers that leaves metadata out. */
    final String stripOption;

    final int stripValue;

    Vips(SymbolLookup library) {
        Natives natives = new Natives(library);
        int number = start(natives);
        this.version = number / 1_000 + "." + number % 1_000;
        boolean keep = number >= VERSION_WITH_KEEP;
        this.stripOption = keep ? "keep" : "strip";
        this.stripValue = keep ? 0 : 1;

        FunctionDescriptor load = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
        FunctionDescriptor change = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
        FunctionDescriptor changeByInt = change.appendArgumentLayouts(JAVA_INT);
        FunctionDescriptor four = change.appendArgumentLayouts(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        FunctionDescriptor save = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        FunctionDescriptor ofPointer = FunctionDescriptor.of(JAVA_INT, ADDRESS);
        FunctionDescriptor set = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT);

        jpegLoad = natives.withOptions(
                "vips_jpegload_buffer", load, NAME, JAVA_INT, NAME, JAVA_INT, NAME, JAVA_INT, ADDRESS);
        pngLoad = natives.withOptions("vips_pngload_buffer", load, NAME, JAVA_INT, NAME, JAVA_INT, ADDRESS);
        webpLoad = natives.withOptions("vips_webpload_buffer", load, NAME, JAVA_INT, NAME, JAVA_INT, ADDRESS);
        thumbnail = natives.withOptions(
                "vips_thumbnail_image", changeByInt, NAME, JAVA_INT, NAME, JAVA_INT, NAME, JAVA_INT, ADDRESS);
        thumbnailOfProfile = natives.withOptions(
                "vips_thumbnail_image",
                changeByInt,
                NAME,
                JAVA_INT,
                NAME,
                JAVA_INT,
                NAME,
                JAVA_INT,
                NAME,
                ADDRESS,
                NAME,
                JAVA_INT,
                ADDRESS);
        colourSpace = natives.withOptions("vips_colourspace", changeByInt, ADDRESS);
        rotate = natives.withOptions("vips_rot", changeByInt, ADDRESS);
        flip = natives.withOptions("vips_flip", changeByInt, ADDRESS);
        crop = natives.withOptions("vips_extract_area", four, ADDRESS);
        embed = natives.withOptions("vips_embed", four, NAME, JAVA_INT, ADDRESS);
        addAlpha = natives.withOptions("vips_addalpha", change, ADDRESS);
        flatten = natives.withOptions("vips_flatten", change, NAME, ADDRESS, ADDRESS);
        jpegSave = natives.withOptions("vips_jpegsave_buffer", save, NAME, JAVA_INT, NAME, JAVA_INT, ADDRESS);
        pngSave = natives.withOptions("vips_pngsave_buffer", save, NAME, JAVA_INT, ADDRESS);
        webpSave = natives.withOptions("vips_webpsave_buffer", save, NAME, JAVA_INT, NAME, JAVA_INT, ADDRESS);
        setBlob = natives.function(
                "vips_image_set_blob_copy", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        remove = natives.function("vips_image_remove", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        copyMemory = natives.function("vips_image_copy_memory", FunctionDescriptor.of(ADDRESS, ADDRESS));
        hasAlpha = natives.function("vips_image_hasalpha", ofPointer);
        width = natives.function("vips_image_get_width", ofPointer);
        height = natives.function("vips_image_get_height", ofPointer);
        setProgress = natives.function("vips_image_set_progress", set);
        setKill = natives.function("vips_image_set_kill", set);
        connect = natives.function(
                "g_signal_connect_data",
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
        unreference = natives.function("g_object_unref", FunctionDescriptor.ofVoid(ADDRESS));
        free = natives.function("g_free", FunctionDescriptor.ofVoid(ADDRESS));
        clearError = natives.function("vips_error_clear", FunctionDescriptor.ofVoid());
        threadShutdown = natives.function("vips_thread_shutdown", FunctionDescriptor.ofVoid());
        newDoubles = natives.function("vips_array_double_new", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
        unreferenceArea = natives.function("vips_area_unref", FunctionDescriptor.ofVoid(ADDRESS));
    }

    /** Starts the library, and returns its version as thousands of the major one and the minor one. */
    private static int start(Natives natives) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle version = natives.function("vips_version", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
            FunctionDescriptor ofInt = FunctionDescriptor.ofVoid(JAVA_INT);
            int started = (int) natives.function("vips_init", FunctionDescriptor.of(JAVA_INT, ADDRESS))
                    .invokeExact(arena.allocateFrom("portside"));
            if (started != 0) {
                throw new IllegalStateException("libvips is installed but does not start");
            }
            // No two requests are alike, and the bulkhead has the threads.
            natives.function("vips_cache_set_max", ofInt).invokeExact(0);
            natives.function("vips_concurrency_set", ofInt).invokeExact(1);
            silence(natives, arena);
            allowOnly(natives, arena, "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp");
            return (int) version.invokeExact(0) * 1_000 + (int) version.invokeExact(1);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A function of libvips threw what it cannot", e);
        }
    }

    /** The loaders for other formats are many, and some were never meant for what strangers send. */
    private static void allowOnly(Natives natives, Arena arena, String... loaders) throws Throwable {
        MethodHandle block = natives.function("vips_operation_block_set", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        block.invokeExact(arena.allocateFrom("VipsForeignLoad"), 1);
        for (String loader : loaders) {
            block.invokeExact(arena.allocateFrom(loader), 0);
        }
    }

    /** What it warns of are the images of strangers, who could fill a log with it. */
    @SuppressWarnings("restricted") // the function does nothing with what it is given
    private static void silence(Natives natives, Arena arena) throws Throwable {
        int warningsAndLess = 0xF0;
        MemorySegment nothing = Linker.nativeLinker()
                .upcallStub(
                        MethodHandles.empty(MethodType.methodType(
                                void.class, MemorySegment.class, int.class, MemorySegment.class, MemorySegment.class)),
                        FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
                        Arena.global());
        int handler = (int) natives.function(
                        "g_log_set_handler", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS))
                .invokeExact(arena.allocateFrom("VIPS"), warningsAndLess, nothing, NULL);
        if (handler == 0) {
            throw new IllegalStateException("libvips is installed but its messages cannot be caught");
        }
    }

    /** A double for each band that is white. */
    static MemorySegment whites(Arena arena) {
        return arena.allocateFrom(JAVA_DOUBLE, 255);
    }
}

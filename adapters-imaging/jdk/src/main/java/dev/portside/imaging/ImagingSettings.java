package dev.portside.imaging;

import dev.portside.domain.image.ImageLimits;

/**
 * Settings of image resizing: the engine, its limits and its memory.
 *
 * @param engine {@code auto} for the best that is installed, {@code jdk}, {@code vips}, or the name of another that is on
 *     the class path
 * @param memoryBytes how much all images that are worked on at the same time may take, at least one megabyte. One that
 *     needs more is worked on alone
 */
public record ImagingSettings(String engine, ImageLimits limits, long memoryBytes) {

    public static final String AUTO = "auto";
    public static final String JDK = "jdk";

    private static final long MIN_MEMORY = 1024 * 1024;
    private static final long DEFAULT_MEMORY = 128 * MIN_MEMORY;

    /** @throws IllegalArgumentException when the memory is less than a megabyte */
    public ImagingSettings {
        if (memoryBytes < MIN_MEMORY) {
            throw new IllegalArgumentException("memoryBytes must be at least 1048576, but was " + memoryBytes);
        }
    }

    /** Within the default limits and 128 megabytes. */
    public static ImagingSettings defaults(String engine) {
        return new ImagingSettings(engine, ImageLimits.DEFAULT, DEFAULT_MEMORY);
    }
}

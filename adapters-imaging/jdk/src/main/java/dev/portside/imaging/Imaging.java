package dev.portside.imaging;

import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.concurrency.WeightedBudget;
import dev.portside.application.image.ImageEngine;
import dev.portside.application.image.ImageEngineProvider;
import dev.portside.application.image.ImageProbe;
import dev.portside.application.image.ImageResizePlanner;
import dev.portside.application.image.LimitedImageResizer;
import dev.portside.domain.image.ImageFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Image resizing with the engine that settings name, or with the best one available. Safe for use by many threads. */
public final class Imaging {

    private final String engine;
    private final String makers;
    private final int callers;
    private final Set<ImageFormat> writes;
    private final ImageResizePlanner resizer;

    private Imaging(String engine, int callers, String makers, Set<ImageFormat> writes, ImageResizePlanner resizer) {
        this.engine = engine;
        this.callers = callers;
        this.makers = makers;
        this.writes = writes;
        this.resizer = resizer;
    }

    /**
     * Chooses an engine. Formats that it cannot read or write at all are left to the JDK.
     *
     * @param probe reads the headers of the images
     * @throws IllegalArgumentException when the engine that is named is not there or cannot run, with what to do about it
     */
    public static Imaging open(ImagingSettings settings, ImageProbe probe) {
        Adapters<ImageEngineProvider> found = Adapters.find(ImageEngineProvider.class, Imaging.class.getClassLoader());
        return open(settings, probe, found, SettingValues.DEFAULTS);
    }

    /**
     * Chooses among certain engines.
     *
     * @param values of the engines' own settings
     */
    public static Imaging open(
            ImagingSettings settings, ImageProbe probe, Adapters<ImageEngineProvider> providers, SettingValues values) {
        ImageEngineProvider chosen = settings.engine().equals(ImagingSettings.AUTO)
                ? providers.all().stream()
                        .filter(provider -> provider.missing().isEmpty())
                        .max(Comparator.comparingInt(ImageEngineProvider::rank))
                        .orElseGet(JdkEngineProvider::new)
                : named(settings.engine(), providers);
        ImageEngine first = chosen.open(values);
        List<ImageEngine> engines = new ArrayList<>(List.of(first));
        if (!chosen.name().equals(ImagingSettings.JDK)) {
            engines.add(new JdkEngine());
        }
        return new Imaging(
                chosen.name(),
                first.callers(Runtime.getRuntime().availableProcessors()),
                engines.stream().map(ImageEngine::maker).collect(Collectors.joining("-")),
                engines.stream().flatMap(engine -> engine.writes().stream()).collect(Collectors.toUnmodifiableSet()),
                new LimitedImageResizer(engines, probe, settings.limits(), new WeightedBudget(settings.memoryBytes())));
    }

    private static ImageEngineProvider named(String name, Adapters<ImageEngineProvider> providers) {
        ImageEngineProvider named = providers
                .named(name)
                .orElseThrow(() -> new IllegalArgumentException("engine must be auto or one of %s, but was %s%s"
                        .formatted(String.join(", ", providers.names()), name, providers.loadErrors())));
        named.missing().ifPresent(missing -> {
            throw new IllegalArgumentException("engine %s cannot run here: %s".formatted(name, missing));
        });
        return named;
    }

    /** Returns the name of the engine, for the log. */
    public String engine() {
        return engine;
    }

    /** Returns the number of threads to resize from, so that all processors have work. */
    public int callers() {
        return callers;
    }

    /** Returns all engines in use with their versions: while this is equal, equal orders make equal bytes. */
    public String makers() {
        return makers;
    }

    /** Returns the formats that can be written. */
    public Set<ImageFormat> writes() {
        return writes;
    }

    /** Returns the resizer, which works on the calling thread, within the limits and the memory of the settings. */
    public ImageResizePlanner resizer() {
        return resizer;
    }
}

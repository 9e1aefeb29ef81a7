package dev.portside.imaging;

import dev.portside.application.image.ImageEngine;
import dev.portside.application.image.ImageEngineProvider;
import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.LimitedImageResizer;
import dev.portside.application.image.MemoryBudget;
import dev.portside.domain.image.ImageFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Resizes pictures with the engine that settings name, or with the best that is there. Safe for use by many threads. */
public final class Imaging {

    private final String engine;
    private final String makers;
    private final int callers;
    private final Set<ImageFormat> writes;
    private final ImageResizer resizer;

    private Imaging(String engine, int callers, String makers, Set<ImageFormat> writes, ImageResizer resizer) {
        this.engine = engine;
        this.callers = callers;
        this.makers = makers;
        this.writes = writes;
        this.resizer = resizer;
    }

    /**
     * Chooses an engine. What it cannot read or write at all, the JDK does.
     *
     * @throws IllegalArgumentException when the engine that is named is not there or cannot run, with what to do about it
     */
    public static Imaging open(ImagingSettings settings) {
        List<ImageEngineProvider> providers = new ArrayList<>();
        Optional<String> tooNew = Optional.empty();
        Iterator<ImageEngineProvider> found = ServiceLoader.load(
                        ImageEngineProvider.class, Imaging.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                providers.add(found.next());
            } catch (UnsupportedClassVersionError e) {
                tooNew = Optional.of("an engine on the class path needs a newer Java than " + Runtime.version());
            }
        }
        return open(settings, providers, tooNew);
    }

    static Imaging open(ImagingSettings settings, List<ImageEngineProvider> others, Optional<String> trouble) {
        List<ImageEngineProvider> providers = new ArrayList<>(others);
        providers.add(new JdkEngineProvider());
        ImageEngineProvider chosen = settings.engine().equals(ImagingSettings.AUTO)
                ? providers.stream()
                        .filter(provider -> provider.missing().isEmpty())
                        .findFirst()
                        .orElseThrow()
                : named(settings.engine(), providers, trouble);
        ImageEngine first = chosen.open();
        List<ImageEngine> engines = new ArrayList<>(List.of(first));
        if (!chosen.name().equals(ImagingSettings.JDK)) {
            engines.add(new JdkEngine());
        }
        return new Imaging(
                chosen.name(),
                first.callers(Runtime.getRuntime().availableProcessors()),
                engines.stream().map(ImageEngine::maker).collect(Collectors.joining("-")),
                engines.stream().flatMap(engine -> engine.writes().stream()).collect(Collectors.toUnmodifiableSet()),
                new LimitedImageResizer(engines, settings.limits(), new MemoryBudget(settings.memoryBytes())));
    }

    private static ImageEngineProvider named(
            String name, List<ImageEngineProvider> providers, Optional<String> trouble) {
        ImageEngineProvider named = providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("engine must be auto or one of %s, but was %s%s"
                        .formatted(
                                providers.stream()
                                        .map(ImageEngineProvider::name)
                                        .toList(),
                                name,
                                trouble.map(text -> "; " + text).orElse(""))));
        named.missing().ifPresent(missing -> {
            throw new IllegalArgumentException("engine %s cannot run here: %s".formatted(name, missing));
        });
        return named;
    }

    /** The name of the engine, for the log. */
    public String engine() {
        return engine;
    }

    /** From how many threads to resize, so that all processors have work. */
    public int callers() {
        return callers;
    }

    /** All that work here, with their versions: while this is equal, equal orders make equal bytes. */
    public String makers() {
        return makers;
    }

    /** The formats that pictures can be made in here. */
    public Set<ImageFormat> writes() {
        return writes;
    }

    /** Works on the calling thread, within the limits and the memory of the settings. */
    public ImageResizer resizer() {
        return resizer;
    }
}

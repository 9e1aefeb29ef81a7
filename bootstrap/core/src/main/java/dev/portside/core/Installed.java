package dev.portside.core;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.Setting;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.image.ImageEngineProvider;
import dev.portside.application.storage.StorageAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Adapters that can be chosen by name: Portside's own, and those that others have put on the class path. */
public record Installed(
        Adapters<StorageAdapter> storages, Adapters<CacheAdapter> caches, Adapters<ImageEngineProvider> images) {

    /**
     * Those that a class loader finds.
     *
     * @throws IllegalStateException when two of a kind have the same name, or one has none that can be written in settings
     */
    public static Installed in(ClassLoader loader) {
        return new Installed(
                Adapters.find(StorageAdapter.class, loader),
                Adapters.find(CacheAdapter.class, loader),
                Adapters.find(ImageEngineProvider.class, loader));
    }

    /** Returns the adapters that a key can choose, as lines for {@code portside config}. */
    public static List<String> lines(String key, Adapters<?> adapters) {
        List<String> lines = new ArrayList<>();
        lines.add(key + " can be: " + String.join(", ", adapters.names()) + adapters.loadErrors());
        for (Adapter adapter : adapters.all()) {
            adapter.missing().ifPresent(missing -> lines.add("  " + adapter.name() + " cannot run here: " + missing));
            if (!adapter.settings().isEmpty()) {
                lines.add("  " + adapter.name() + " has settings of its own: "
                        + adapter.settings().stream().map(Installed::text).collect(Collectors.joining(", ")));
            }
        }
        return lines;
    }

    private static String text(Setting<?> setting) {
        return setting.key() + "=" + setting.defaultText() + " (" + setting.expected() + ")";
    }
}

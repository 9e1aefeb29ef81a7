package dev.portside.bootstrap;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Adapters;
import dev.portside.application.adapter.Setting;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.image.ImageEngineProvider;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.http.HttpServerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The adapters that are on the class path: Portside's own, and what lies in the folder {@code adapters}. */
final class Installed {

    static final Adapters<HttpServerAdapter> HTTP = find(HttpServerAdapter.class);
    static final Adapters<StorageAdapter> STORAGES = find(StorageAdapter.class);
    static final Adapters<CacheAdapter> CACHES = find(CacheAdapter.class);
    static final Adapters<ImageEngineProvider> IMAGES = find(ImageEngineProvider.class);

    private Installed() {}

    private static <A extends Adapter> Adapters<A> find(Class<A> kind) {
        return Adapters.find(kind, Installed.class.getClassLoader());
    }

    /** What there is to choose from, for whoever reads the settings. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, "PORTSIDE_HTTP", HTTP);
        add(lines, "PORTSIDE_STORAGE", STORAGES);
        add(lines, "PORTSIDE_CACHE", CACHES);
        add(lines, "PORTSIDE_IMAGES", IMAGES);
        return lines;
    }

    private static void add(List<String> lines, String key, Adapters<?> adapters) {
        lines.add(key + " can be: " + String.join(", ", adapters.names()) + adapters.troubles());
        for (Adapter adapter : adapters.all()) {
            adapter.missing().ifPresent(missing -> lines.add("  " + adapter.name() + " cannot run here: " + missing));
            if (!adapter.settings().isEmpty()) {
                lines.add("  " + adapter.name() + " has settings of its own: "
                        + adapter.settings().stream().map(Installed::text).collect(Collectors.joining(", ")));
            }
        }
    }

    private static String text(Setting<?> setting) {
        return setting.key() + "=" + setting.ifAbsent() + " (" + setting.expected() + ")";
    }
}

package dev.portside.imaging.vips;

import dev.portside.application.adapter.SettingValues;
import dev.portside.application.image.ImageEngine;
import dev.portside.application.image.ImageEngineProvider;
import java.util.Optional;

/** libvips, when it is installed. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class VipsEngineProvider implements ImageEngineProvider {

    @Override
    public String name() {
        return "vips";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public Optional<String> missing() {
        return VipsLoading.LOADED.missing();
    }

    @Override
    public ImageEngine open(SettingValues values) {
        return new VipsEngine(VipsLoading.LOADED.orThrow());
    }
}

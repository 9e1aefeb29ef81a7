package dev.portside.imaging;

import dev.portside.application.image.ImageEngine;
import dev.portside.application.image.ImageEngineProvider;
import java.util.Optional;

/** The engine that is always there. */
final class JdkEngineProvider implements ImageEngineProvider {

    @Override
    public String name() {
        return ImagingSettings.JDK;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public ImageEngine open() {
        return new JdkEngine();
    }
}

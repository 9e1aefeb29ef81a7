package dev.portside.imaging;

import dev.portside.application.adapter.SettingValues;
import dev.portside.application.image.ImageEngine;
import dev.portside.application.image.ImageEngineProvider;

/** The engine that is always there. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class JdkEngineProvider implements ImageEngineProvider {

    @Override
    public String name() {
        return ImagingSettings.JDK;
    }

    /** Whatever else is there is there because somebody put it there. */
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public ImageEngine open(SettingValues values) {
        return new JdkEngine();
    }
}

package dev.portside.application.image;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.SettingValues;

/**
 * An engine that may or may not be able to run here; {@code PORTSIDE_IMAGES} is its name. Has a constructor without arguments.
 */
public interface ImageEngineProvider extends Adapter {

    /** Returns the rank; of the engines that can run, the highest is the default. */
    default int rank() {
        return 10;
    }

    /**
     * Opens the engine, which needs no closing.
     *
     * @param values of its own settings
     * @throws IllegalStateException when something is missing
     */
    ImageEngine open(SettingValues values);
}

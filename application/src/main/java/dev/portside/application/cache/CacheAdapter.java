package dev.portside.application.cache;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.SettingValues;

/** A way to keep answers; {@code PORTSIDE_CACHE} is its name. Has a constructor without arguments. */
public interface CacheAdapter extends Adapter {

    /** Whether what it keeps is seen by others than this process, and outlives it. */
    boolean isShared();

    /**
     * Opens it without waiting for anything.
     *
     * @param values of its own settings
     * @throws IllegalArgumentException when what is set cannot be used, with what to do about it
     */
    CacheLayer open(SettingValues values, Host host);
}

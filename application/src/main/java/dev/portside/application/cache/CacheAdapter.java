package dev.portside.application.cache;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.SettingValues;

/** A way to keep answers; {@code PORTSIDE_CACHE} is its name. Has a constructor without arguments. */
public interface CacheAdapter extends Adapter {

    /** Returns whether what it keeps is seen by others than this process, and outlives it. */
    boolean isShared();

    /**
     * Opens it without waiting for anything.
     *
     * @param values of its own settings
     * @throws IllegalArgumentException when what is set cannot be used, with what to do about it
     */
    CacheLayer open(SettingValues values, Host host);

    /**
     * Opens it in front of a storage that does not outlive this process, whose ids start anew each time. What it keeps is then
     * seen by no other program, nor by this one when it runs again.
     *
     * @param values of its own settings
     * @throws IllegalArgumentException when what is set cannot be used, or what is shared cannot be kept apart
     */
    default CacheLayer openForThisProcess(SettingValues values, Host host) {
        if (isShared()) {
            throw new IllegalArgumentException("The cache " + name()
                    + " is shared and the storage is not, so others would take its users for theirs; set"
                    + " PORTSIDE_CACHE to local or none, or PORTSIDE_STORAGE to one that is kept");
        }
        return open(values, host);
    }
}

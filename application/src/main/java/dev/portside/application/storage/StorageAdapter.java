package dev.portside.application.storage;

import dev.portside.application.adapter.Adapter;
import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.SettingValues;

/** A place to keep everything in; {@code PORTSIDE_STORAGE} is its name. Has a constructor without arguments. */
public interface StorageAdapter extends Adapter {

    /** Returns whether what it keeps outlives the process. */
    boolean isDurable();

    /** Where that is, for people; without secrets. */
    String describe(SettingValues values);

    /**
     * Opens it without waiting for a server that others run.
     *
     * @param values of its own settings
     * @throws IllegalStateException when it cannot be opened, with what to do about it
     */
    Storage open(SettingValues values, Host host);
}

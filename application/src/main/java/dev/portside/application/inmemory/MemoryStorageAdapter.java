package dev.portside.application.inmemory;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageAdapter;

/** Adapter of storage in this process's memory, lost when it ends. {@link java.util.ServiceLoader} finds this class. */
public final class MemoryStorageAdapter implements StorageAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public MemoryStorageAdapter() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public String describe(SettingValues values) {
        return "memory (lost at the end)";
    }

    @Override
    public Storage open(SettingValues values, Host host) {
        return new InMemoryStorage();
    }
}

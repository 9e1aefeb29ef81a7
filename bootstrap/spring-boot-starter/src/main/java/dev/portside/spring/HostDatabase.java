package dev.portside.spring;

import dev.portside.application.storage.StorageAdapter;
import java.util.Optional;

/** Application's database, where there is one that Portside can store in. */
@FunctionalInterface
interface HostDatabase {

    /**
     * On the DataSource that is marked, or else on the application's one; empty when there is none.
     *
     * @throws dev.portside.core.InvalidSettings when several are possible and none is marked
     */
    Optional<StorageAdapter> storage();
}

package dev.portside.spring;

import dev.portside.application.storage.StorageAdapter;
import java.util.Optional;

/** The application's database, where there is one and Portside can keep things in it. */
@FunctionalInterface
interface HostDatabase {

    /**
     * On the DataSource that is marked, or else on the application's one; empty when there is none.
     *
     * @throws dev.portside.core.InvalidSettings when it cannot be told which of several is meant
     */
    Optional<StorageAdapter> storage();
}

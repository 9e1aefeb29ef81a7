package dev.portside.spring;

import dev.portside.application.storage.StorageAdapter;
import java.util.Optional;

/** The application's database, where there is one and Portside can keep things in it. */
@FunctionalInterface
interface HostDatabase {

    /** On the application's one DataSource, or on that which is marked; empty when there is none, or nobody knows which. */
    Optional<StorageAdapter> storage();
}

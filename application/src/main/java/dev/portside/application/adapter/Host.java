package dev.portside.application.adapter;

import java.time.Duration;
import java.util.Optional;

/** Resources of the embedding program, for its adapters. */
public interface Host {

    /** Returns how long a request may take. */
    Duration requestDeadline();

    /**
     * Returns a resource of this type that adapters share: a meter registry, a data source, an executor. The host closes it.
     */
    <T> Optional<T> given(Class<T> type);
}

package dev.portside.application.adapter;

import java.time.Duration;
import java.util.Optional;

/** Host resources: what the embedding program gives an adapter to work with. */
public interface Host {

    /** Returns the time that a request may take; the result of longer work has no receiver any more. */
    Duration requestDeadline();

    /**
     * Something of the host's that adapters of some technology share: a meter registry, a data source, an executor. It stays the
     * host's to close.
     */
    <T> Optional<T> given(Class<T> type);
}

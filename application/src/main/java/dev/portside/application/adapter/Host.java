package dev.portside.application.adapter;

import java.time.Duration;
import java.util.Optional;

/** What the program around an adapter gives it to work with. */
public interface Host {

    /** How long a request may take; whatever takes longer is done for nobody. */
    Duration requestDeadline();

    /**
     * Something of the host's that adapters of some technology share: a meter registry, a data source, an executor. It stays the
     * host's to close.
     */
    <T> Optional<T> given(Class<T> type);
}

package dev.portside.bootstrap;

import dev.portside.application.adapter.Host;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** What adapters are given by the server. */
record Given(Duration requestDeadline, MeterRegistry metrics) implements Host {

    @Override
    public <T> Optional<T> given(Class<T> type) {
        return type.isInstance(metrics) ? Optional.of(type.cast(metrics)) : Optional.empty();
    }
}

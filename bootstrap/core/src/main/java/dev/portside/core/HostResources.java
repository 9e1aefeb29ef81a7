package dev.portside.core;

import dev.portside.application.adapter.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Resources of the embedding program, for adapters.
 *
 * @param requestDeadline how long a request may take
 * @param things each found under all types that it has; the first one of a type counts
 */
public record HostResources(Duration requestDeadline, List<Object> things) implements Host {

    public HostResources {
        things = List.copyOf(things);
    }

    /** Returns these and one more, which is found where there was none of its types. */
    HostResources with(Object thing) {
        List<Object> more = new ArrayList<>(things);
        more.add(thing);
        return new HostResources(requestDeadline, more);
    }

    @Override
    public <T> Optional<T> given(Class<T> type) {
        return things.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}

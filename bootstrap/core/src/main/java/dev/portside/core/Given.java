package dev.portside.core;

import dev.portside.application.adapter.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What adapters are given.
 *
 * @param requestDeadline how long a request may take
 * @param things each found under all types that it has; the first one of a type counts
 */
public record Given(Duration requestDeadline, List<Object> things) implements Host {

    public Given {
        things = List.copyOf(things);
    }

    /** The same and one thing more, which counts where there was none of its types. */
    Given with(Object thing) {
        List<Object> more = new ArrayList<>(things);
        more.add(thing);
        return new Given(requestDeadline, more);
    }

    @Override
    public <T> Optional<T> given(Class<T> type) {
        return things.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}

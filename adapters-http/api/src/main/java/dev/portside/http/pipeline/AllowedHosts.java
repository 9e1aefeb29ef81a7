package dev.portside.http.pipeline;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which names the {@code Host} of a request may have. A page in a browser can make its own name resolve to the address of
 * this server (DNS rebinding) and read what the server answers; it cannot change the name in {@code Host}.
 */
public sealed interface AllowedHosts {

    /** For a server that is reached under names that are not listed. */
    AllowedHosts ANY = new Any();

    /** Allows every name. */
    record Any() implements AllowedHosts {}

    /**
     * Allows {@code localhost} and what ends with {@code .localhost} (RFC 6761 §6.3), literal loopback addresses, and these
     * names.
     *
     * @param names without a port, in any case; an IPv6 address without its brackets
     */
    record LoopbackAnd(Set<String> names) implements AllowedHosts {

        public LoopbackAnd {
            names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        }
    }
}

package dev.portside.bootstrap;

import dev.portside.core.CoreSettings;

/** Summary of the chosen set-up, in one line for the log. */
final class Summary {

    private Summary() {}

    static String of(Settings settings) {
        CoreSettings core = settings.core();
        boolean coalescing = core.coalescing() && core.storage().isDurable();
        return "storage " + core.storage().describe(core.values()) + (coalescing ? ", reads coalesced" : "")
                + ", cache " + settings.effective().get("PORTSIDE_CACHE") + ", HTTP "
                + settings.http().name();
    }

    /** The host as it stands in a URL. */
    static String host(Settings settings) {
        String host = settings.server().host();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}

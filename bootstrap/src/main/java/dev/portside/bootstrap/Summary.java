package dev.portside.bootstrap;

/** What was chosen, in one line for the log. */
final class Summary {

    private Summary() {}

    static String of(Settings settings) {
        boolean coalescing = settings.coalescing() && settings.storage().isDurable();
        return "storage " + settings.storage().describe(settings.values()) + (coalescing ? ", reads coalesced" : "")
                + ", cache " + settings.effective().get("PORTSIDE_CACHE") + ", HTTP "
                + settings.http().name();
    }

    /** The host as it stands in a URL. */
    static String host(Settings settings) {
        String host = settings.server().host();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}

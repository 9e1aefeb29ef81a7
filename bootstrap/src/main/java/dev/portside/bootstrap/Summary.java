package dev.portside.bootstrap;

/** What was chosen, in one line for the log. */
final class Summary {

    private Summary() {}

    static String of(Settings settings) {
        String storage = switch (settings.storage()) {
            case Settings.Storage.Memory memory -> "memory (lost at the end)";
            case Settings.Storage.Embedded embedded ->
                "embedded PostgreSQL in "
                        + embedded.dataDirectory().toAbsolutePath().normalize();
            case Settings.Storage.External external ->
                "PostgreSQL at " + external.settings().jdbcUrl().replaceFirst("\\?.*", "");
        };
        boolean coalescing = settings.coalescing() && !(settings.storage() instanceof Settings.Storage.Memory);
        return "storage " + storage + (coalescing ? ", reads coalesced" : "") + ", cache "
                + settings.effective().get("PORTSIDE_CACHE") + ", HTTP "
                + settings.effective().get("PORTSIDE_HTTP");
    }

    /** The host as it stands in a URL. */
    static String host(Settings settings) {
        String host = settings.server().host();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}

package dev.portside.http.event;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names of time zones in the database of IANA, links included, in any case (RFC 6557). What else the JDK takes for a zone, such as
 * offsets, is no name.
 */
final class TimeZoneNames {

    /** Of no database but the JDK's. */
    private static final String SYSTEM_V = "SystemV/";

    /** Links of the database that the JDK leaves out, or has as offsets only. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "EST", "America/Panama",
            "MST", "America/Phoenix",
            "HST", "Pacific/Honolulu",
            "ROC", "Asia/Taipei",
            "GMT+0", "Etc/GMT",
            "GMT-0", "Etc/GMT");

    private static final Map<String, String> NAMES = names();

    private TimeZoneNames() {}

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        LEFT_OUT.forEach((link, name) -> names.put(link.toLowerCase(Locale.ROOT), name));
        for (String name : ZoneId.getAvailableZoneIds()) {
            if (!name.startsWith(SYSTEM_V)) {
                names.put(name.toLowerCase(Locale.ROOT), name);
            }
        }
        return Map.copyOf(names);
    }

    /** The zone of this name; empty when there is none. */
    static Optional<ZoneId> zone(String name) {
        return Optional.ofNullable(NAMES.get(name.toLowerCase(Locale.ROOT))).map(ZoneId::of);
    }
}

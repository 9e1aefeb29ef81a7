package dev.portside.http.helidon;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Limit of the system on the files that this process opens. */
final class OpenFiles {

    /** For what will be opened beside what is open already, such as more connections to databases. */
    private static final long OTHERS = 256;

    private OpenFiles() {}

    /**
     * Returns the number of sockets that can be accepted. Helidon gives up listening for good when the system refuses it one
     * more, so it must not come to that.
     */
    static int leftForConnections() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long left = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - OTHERS;
            return (int) Math.max(1, Math.min(left, Integer.MAX_VALUE));
        }
        return Integer.MAX_VALUE;
    }
}

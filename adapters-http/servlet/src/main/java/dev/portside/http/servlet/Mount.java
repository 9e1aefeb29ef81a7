package dev.portside.http.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Place of the servlet in its host.
 *
 * @param prefix the context's path and what its mapping adds, or the host says, not percent-encoded; empty at the root
 */
record Mount(String prefix) {

    private static final String BELOW = "/*";

    static Mount of(HttpServletRequest request) {
        String context = request.getServletContext().getContextPath();
        HttpServletMapping mapping = request.getHttpServletMapping();
        if (mapping.getMappingMatch() != MappingMatch.PATH) {
            return new Mount(context);
        }
        String pattern = mapping.getPattern();
        return new Mount(context + pattern.substring(0, pattern.length() - BELOW.length()));
    }

    /** @param place in the web application, as the host says */
    static Mount at(String place, HttpServletRequest request) {
        return new Mount(request.getServletContext().getContextPath() + place);
    }

    /** The prefix as links have it. */
    String encoded() {
        try {
            return new URI(null, null, prefix, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A container maps servlets to paths, and " + prefix + " is none.", e);
        }
    }

    /**
     * Returns the rest of a path after the prefix, as it was written. Empty when the path does not begin with the prefix:
     * containers also map what gets there by detours, such as {@code /a/../backend}, and nothing of ours is found under such
     * a path.
     */
    Optional<String> below(String path) {
        int end = 0;
        for (int slash = prefix.indexOf('/'); slash >= 0; slash = prefix.indexOf('/', slash + 1)) {
            int next = path.indexOf('/', end + 1);
            end = next < 0 ? path.length() : next;
        }
        return isWrittenAs(path.substring(0, end)) ? Optional.of(path.substring(end)) : Optional.empty();
    }

    /** Encoded otherwise it would be the same place to us, and another one to a proxy that compares paths as written. */
    private boolean isWrittenAs(String start) {
        return start.equals(encoded());
    }
}

package dev.portside.http.servlet;

import dev.portside.http.hosts.WebApplication;
import dev.portside.http.pipeline.Api;
import java.util.Optional;

/**
 * Place of the servlet in a host.
 *
 * @param context the path of the web application; empty for the one at the root
 * @param pattern what of the application is the servlet's
 * @param told the place that the servlet is given; empty when it finds out by the pattern
 */
record Place(String context, String pattern, Optional<String> told) {

    static final Place ROOT = new Place("", "/*");

    Place(String context, String pattern) {
        this(context, pattern, Optional.empty());
    }

    /** Returns the same place, with a servlet that is given it. */
    Place told(String place) {
        return new Place(context, pattern, Optional.of(place));
    }

    WebApplication with(Api api) {
        PortsideServlet servlet =
                told.map(place -> PortsideServlet.at(place, api)).orElseGet(() -> new PortsideServlet(api));
        return new WebApplication(context, servlet, pattern, errorPage());
    }

    /** Returns the prefix of the API's paths. */
    String prefix() {
        return context + told.orElseGet(this::below);
    }

    /** A path inside the application that is the servlet's. */
    String errorPage() {
        return below() + "/error";
    }

    private String below() {
        return pattern.substring(0, pattern.lastIndexOf('/'));
    }
}

package dev.portside.http.servlet;

import dev.portside.http.hosts.WebApplication;

/**
 * Where a host has the servlet.
 *
 * @param context the path of the web application; empty for the one at the root
 * @param pattern what of the application is the servlet's
 */
record Place(String context, String pattern) {

    static final Place ROOT = new Place("", "/*");

    WebApplication with(PortsideServlet servlet) {
        return new WebApplication(context, servlet, pattern, errorPage());
    }

    /** What comes before the paths of the API. */
    String prefix() {
        return context + below();
    }

    /** A path inside the application that is the servlet's. */
    String errorPage() {
        return below() + "/error";
    }

    private String below() {
        return pattern.substring(0, pattern.lastIndexOf('/'));
    }
}

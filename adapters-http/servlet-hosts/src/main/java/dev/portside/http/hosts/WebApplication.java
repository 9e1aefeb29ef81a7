package dev.portside.http.hosts;

import jakarta.servlet.http.HttpServlet;

/**
 * Web application that a host serves beside its own.
 *
 * @param context the path of the web application; empty for the one at the root
 * @param servlet what answers
 * @param pattern what of the application is the servlet's
 * @param errorPage a path inside the application, which words what the host refuses
 */
public record WebApplication(String context, HttpServlet servlet, String pattern, String errorPage) {

    /** A servlet that has all of the host to itself. */
    public static WebApplication atRoot(HttpServlet servlet) {
        return new WebApplication("", servlet, "/*", "/error");
    }
}

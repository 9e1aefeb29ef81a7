/** Binds the HTTP API to any container of Jakarta Servlet 6. {@link dev.portside.http.servlet.PortsideServlet} is the door. */
@NullMarked
package dev.portside.http.servlet;

import org.jspecify.annotations.NullMarked;

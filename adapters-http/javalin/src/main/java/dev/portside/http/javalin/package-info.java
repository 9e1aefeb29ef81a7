/** Binds the HTTP API to Javalin 7 on Jetty 12. {@link dev.portside.http.javalin.JavalinServer} is the door. */
@NullMarked
package dev.portside.http.javalin;

import org.jspecify.annotations.NullMarked;

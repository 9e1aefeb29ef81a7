/** Binds the HTTP API to Helidon 4. {@link dev.portside.http.helidon.HelidonServer} is the door. */
@NullMarked
package dev.portside.http.helidon;

import org.jspecify.annotations.NullMarked;

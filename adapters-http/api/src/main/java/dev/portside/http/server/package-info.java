/** Servers: the interface between the API and a server binding. */
@NullMarked
package dev.portside.http.server;

import org.jspecify.annotations.NullMarked;

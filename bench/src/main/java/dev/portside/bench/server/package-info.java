/** Servers that are measured: Portside, its peers, and the services they depend on. */
@NullMarked
package dev.portside.bench.server;

import org.jspecify.annotations.NullMarked;

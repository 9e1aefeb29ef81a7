/** What is measured: Portside, its peers, and the services they stand on. */
@NullMarked
package dev.portside.bench.server;

import org.jspecify.annotations.NullMarked;

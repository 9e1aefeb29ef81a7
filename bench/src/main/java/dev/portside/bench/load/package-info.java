/** Makes requests, as many as a server answers or as many as were asked for, and measures how long each takes. */
@NullMarked
package dev.portside.bench.load;

import org.jspecify.annotations.NullMarked;

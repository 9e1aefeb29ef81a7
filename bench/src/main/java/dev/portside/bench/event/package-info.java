/** Measures what is done with events. {@link dev.portside.bench.event.EventCommands} is the door. */
@NullMarked
package dev.portside.bench.event;

import org.jspecify.annotations.NullMarked;

/** Rollups of events, and the deltas that they are made of. */
@NullMarked
package dev.portside.persistence.event.rollup;

import org.jspecify.annotations.NullMarked;

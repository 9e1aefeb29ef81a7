/** The side-by-side benchmark: Portside and its peers, one after the other, on one machine and one PostgreSQL. */
@NullMarked
package dev.portside.bench;

import org.jspecify.annotations.NullMarked;

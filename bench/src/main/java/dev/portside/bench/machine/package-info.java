/** What the machine is, what processes cost, and whether anything else is going on. */
@NullMarked
package dev.portside.bench.machine;

import org.jspecify.annotations.NullMarked;

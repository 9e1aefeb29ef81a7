/** Facts about the machine: its hardware, the cost of processes, and other load on it. */
@NullMarked
package dev.portside.bench.machine;

import org.jspecify.annotations.NullMarked;

/** Reads that happen at the same time share what they ask for, without ever seeing anything older than alone; so does equal work. */
@NullMarked
package dev.portside.application.coalescing;

import org.jspecify.annotations.NullMarked;

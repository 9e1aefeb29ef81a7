/** The rules that keep a hexagon a hexagon, for ArchUnit. */
@NullMarked
package dev.portside.archunit;

import org.jspecify.annotations.NullMarked;

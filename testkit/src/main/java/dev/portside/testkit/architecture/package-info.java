/** The rules that keep a hexagon a hexagon. */
@NullMarked
package dev.portside.testkit.architecture;

import org.jspecify.annotations.NullMarked;

/** Scaling of pixels row by row, in memory that does not grow with the image. */
@NullMarked
package dev.portside.imaging.scaling;

import org.jspecify.annotations.NullMarked;

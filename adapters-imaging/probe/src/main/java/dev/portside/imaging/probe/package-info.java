/** Header probe of image files; {@link dev.portside.imaging.probe.HeaderProbe} is its door. */
@NullMarked
package dev.portside.imaging.probe;

import org.jspecify.annotations.NullMarked;

/** Resizing images with what the JDK brings, and the choice among engines; {@link dev.portside.imaging.Imaging} is its door. */
@NullMarked
package dev.portside.imaging;

import org.jspecify.annotations.NullMarked;

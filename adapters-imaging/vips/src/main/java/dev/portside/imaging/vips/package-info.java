/** Resizing images with libvips, where that is installed; found by name, so that nothing has to mention it. */
@NullMarked
package dev.portside.imaging.vips;

import org.jspecify.annotations.NullMarked;

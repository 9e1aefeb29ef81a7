/** Decoder of baseline JPEG files, which scales while it decodes (ITU-T T.81). */
@NullMarked
package dev.portside.imaging.jpeg;

import org.jspecify.annotations.NullMarked;
